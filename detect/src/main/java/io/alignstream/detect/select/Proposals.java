package io.alignstream.detect.select;

import io.alignstream.schemas.line.FloatMatrix;

/**
 * Regions of one image that may hold something.
 *
 * @param boxes [R, 4], pixels of the network's input
 * @param scores objectness as a probability: [1, R]
 */
public record Proposals(FloatMatrix boxes, FloatMatrix scores) {
  /** One score a box. */
  public Proposals {
    if (boxes.rows() != scores.columns()) {
      throw new IllegalArgumentException(
          "%d boxes but %d scores".formatted(boxes.rows(), scores.columns()));
    }
  }
}
