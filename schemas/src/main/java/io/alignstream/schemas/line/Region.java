package io.alignstream.schemas.line;

import java.util.List;

/**
 * A region that a detector found.
 *
 * @param box pixels of the image as seen
 * @param label the class name (an "object tag")
 * @param score its probability
 * @param attributes attribute names with their probabilities, best first
 */
public record Region(Box box, String label, float score, List<Attribute> attributes) {
  /** An attribute such as {@code red}, with its probability. */
  public record Attribute(String name, float score) {}

  /** Copies the attributes. */
  public Region {
    attributes = List.copyOf(attributes);
  }
}
