package io.alignstream.schemas.line;

import java.util.List;

/**
 * What the detector saw: regions in its order, and their features.
 *
 * @param imageWidth width in pixels of the image that the boxes are measured in
 * @param imageHeight its height in pixels
 * @param regions the regions
 * @param features region features with the box's geometry at the end: [R, F], F = 2054 for VinVL
 *     (2048 + x1, y1, x2, y2, w, h over the image's size)
 */
public record Regions(int imageWidth, int imageHeight, List<Region> regions, FloatMatrix features) {
  /** Copies the regions; there is one feature row a region. */
  public Regions {
    regions = List.copyOf(regions);
    if (regions.size() != features.rows()) {
      throw new IllegalArgumentException(
          "%d regions but %d feature rows".formatted(regions.size(), features.rows()));
    }
  }

  /** The regions' labels in order, repetitions kept ("object tags"). */
  public List<String> tags() {
    return regions.stream().map(Region::label).toList();
  }
}
