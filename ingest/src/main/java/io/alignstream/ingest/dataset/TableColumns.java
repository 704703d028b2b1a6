package io.alignstream.ingest.dataset;

import java.util.List;

/**
 * Which columns of a table say what, by their names in its first line.
 *
 * @param image the image's file
 * @param caption the caption
 * @param imageId the image's id; may be the same as {@code image}
 * @param attributes columns that become attributes
 */
public record TableColumns(String image, String caption, String imageId, List<String> attributes) {
  /** Copies the list. */
  public TableColumns {
    attributes = List.copyOf(attributes);
  }

  /** Columns {@code image} and {@code caption}; the image's file is its id. */
  public static TableColumns defaults() {
    return new TableColumns("image", "caption", "image", List.of());
  }
}
