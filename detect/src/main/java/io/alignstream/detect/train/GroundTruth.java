package io.alignstream.detect.train;

import io.alignstream.schemas.line.FloatMatrix;
import java.util.List;

/**
 * What is in an image as the network sees it.
 *
 * @param boxes [G, 4], pixels of the network's input
 * @param labels class index of each box, from 1
 * @param attributes attribute indices of each box, from 1; a repeated one counts in the share of
 *     each but is set once
 */
public record GroundTruth(FloatMatrix boxes, List<Integer> labels, List<List<Integer>> attributes) {
  /** One label and one list of attributes a box. */
  public GroundTruth {
    labels = List.copyOf(labels);
    attributes = attributes.stream().map(List::copyOf).toList();
    if (labels.size() != boxes.rows() || attributes.size() != boxes.rows()) {
      throw new IllegalArgumentException(
          "%d boxes, %d labels, %d lists of attributes"
              .formatted(boxes.rows(), labels.size(), attributes.size()));
    }
  }
}
