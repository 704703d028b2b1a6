package io.alignstream.heads.data;

import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a model reads of an image.
 *
 * @param features [R, F]
 * @param tags names of what the detector saw, in its order
 * @param boxes one a region in pixels, or none where a file has no boxes
 */
public record ImageInput(FloatMatrix features, List<String> tags, List<Box> boxes) {
  /** Copies the lists. */
  public ImageInput {
    tags = List.copyOf(tags);
    boxes = List.copyOf(boxes);
  }

  /** Of detected regions. */
  public static ImageInput of(Regions regions) {
    return new ImageInput(
        regions.features(), regions.tags(), regions.regions().stream().map(Region::box).toList());
  }

  /** All tags, joined by blanks, repetitions kept: COCO retrieval, VQA with {@code --b_as_list}. */
  public String tagText() {
    return String.join(" ", tags);
  }

  /**
   * Every tag once, joined by blanks: VQA, VE, RE and Flickr30k. The reference passes tags through
   * a Python set, whose order changes from run to run; here they keep the order of their first.
   */
  public String distinctTagText() {
    return String.join(" ", new LinkedHashSet<>(tags));
  }
}
