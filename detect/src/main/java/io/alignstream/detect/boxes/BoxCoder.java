package io.alignstream.detect.boxes;

import io.alignstream.schemas.line.FloatMatrix;

/**
 * Boxes as deltas from reference boxes and back (R-CNN, Girshick et al. 2014, appendix C; {@code
 * box_coder.py}). {@code decode} inverts {@code encode}.
 *
 * @param x weight of the horizontal shift
 * @param y weight of the vertical shift
 * @param width weight of the width's logarithm
 * @param height weight of the height's logarithm
 */
public record BoxCoder(float x, float y, float width, float height) {
  /** Largest log of a growth: ln(1000 / 16); shrinking is not bounded. */
  static final float MAX_LOG_SCALE = (float) Math.log(1000.0 / 16);

  /** Coder of a region proposal network. */
  public static final BoxCoder RPN = new BoxCoder(1, 1, 1, 1);

  /** Deltas [R, 4] that lead from {@code boxes} [R, 4] to {@code targets} [R, 4]. */
  public FloatMatrix encode(FloatMatrix targets, FloatMatrix boxes) {
    if (targets.rows() != boxes.rows()) {
      throw new IllegalArgumentException(
          "%d targets for %d boxes".formatted(targets.rows(), boxes.rows()));
    }
    var deltas = new float[boxes.rows() * 4];
    for (int i = 0; i < boxes.rows(); i++) {
      float boxWidth = boxes.get(i, 2) - boxes.get(i, 0) + 1;
      float boxHeight = boxes.get(i, 3) - boxes.get(i, 1) + 1;
      float targetWidth = targets.get(i, 2) - targets.get(i, 0) + 1;
      float targetHeight = targets.get(i, 3) - targets.get(i, 1) + 1;
      float shiftX = targets.get(i, 0) + 0.5f * targetWidth - (boxes.get(i, 0) + 0.5f * boxWidth);
      float shiftY = targets.get(i, 1) + 0.5f * targetHeight - (boxes.get(i, 1) + 0.5f * boxHeight);
      deltas[4 * i] = x * shiftX / boxWidth;
      deltas[4 * i + 1] = y * shiftY / boxHeight;
      deltas[4 * i + 2] = width * (float) Math.log(targetWidth / boxWidth);
      deltas[4 * i + 3] = height * (float) Math.log(targetHeight / boxHeight);
    }
    return FloatMatrix.wrap(boxes.rows(), 4, deltas);
  }

  /** Boxes [R, 4·C] that {@code deltas} [R, 4·C] lead to from {@code boxes} [R, 4]. */
  public FloatMatrix decode(FloatMatrix deltas, FloatMatrix boxes) {
    if (deltas.rows() != boxes.rows()) {
      throw new IllegalArgumentException(
          "%d rows of deltas for %d boxes".formatted(deltas.rows(), boxes.rows()));
    }
    int columns = deltas.columns();
    var decoded = new float[deltas.rows() * columns];
    for (int i = 0; i < boxes.rows(); i++) {
      float boxWidth = boxes.get(i, 2) - boxes.get(i, 0) + 1;
      float boxHeight = boxes.get(i, 3) - boxes.get(i, 1) + 1;
      float centreX = boxes.get(i, 0) + 0.5f * boxWidth;
      float centreY = boxes.get(i, 1) + 0.5f * boxHeight;
      for (int c = 0; c < columns; c += 4) {
        int at = i * columns + c;
        float newX = deltas.get(i, c) / x * boxWidth + centreX;
        float newY = deltas.get(i, c + 1) / y * boxHeight + centreY;
        float newWidth = grow(deltas.get(i, c + 2) / width) * boxWidth;
        float newHeight = grow(deltas.get(i, c + 3) / height) * boxHeight;
        decoded[at] = newX - 0.5f * newWidth;
        decoded[at + 1] = newY - 0.5f * newHeight;
        decoded[at + 2] = newX + 0.5f * newWidth - 1;
        decoded[at + 3] = newY + 0.5f * newHeight - 1;
      }
    }
    return FloatMatrix.wrap(boxes.rows(), columns, decoded);
  }

  private static float grow(float logScale) {
    return (float) Math.exp(Math.min(logScale, MAX_LOG_SCALE));
  }
}
