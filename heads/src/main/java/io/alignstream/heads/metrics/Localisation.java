package io.alignstream.heads.metrics;

import io.alignstream.schemas.line.FloatMatrix;

/**
 * Referring expressions: how well the chosen region covers the one that was meant. Source: {@code
 * re_score} and {@code evaluate} of the reference's {@code run_re.py}.
 *
 * @param accuracy share of expressions whose chosen region has an IoU of 0.5 or more
 * @param upperBound share with any region of IoU 0.5 or more: what a perfect choice would reach
 * @param meanIou the chosen regions' IoU, which the reference's training log shows
 */
public record Localisation(Mean accuracy, Mean upperBound, Mean meanIou) {
  /** Of nothing yet. */
  public static final Localisation NONE = new Localisation(Mean.NONE, Mean.NONE, Mean.NONE);

  private static final float HIT = 0.5f;
  private static final float PADDED = 999;

  /**
   * Of a batch.
   *
   * @param logits [B, R]
   * @param ious each region's IoU with the box that was meant, -1 for padding: [B, R]
   */
  public static Localisation of(FloatMatrix logits, FloatMatrix ious) {
    if (logits.rows() != ious.rows() || logits.columns() != ious.columns()) {
      throw new IllegalArgumentException("logits %s, labels %s".formatted(logits, ious));
    }
    var sum = NONE;
    for (int row = 0; row < logits.rows(); row++) {
      float chosen = ious.get(row, chosen(logits, ious, row));
      sum =
          new Localisation(
              sum.accuracy.plus(chosen >= HIT),
              sum.upperBound.plus(greatest(ious, row) >= HIT),
              sum.meanIou.plus(chosen));
    }
    return sum;
  }

  /** Of both. */
  public Localisation plus(Localisation other) {
    return new Localisation(
        accuracy.plus(other.accuracy),
        upperBound.plus(other.upperBound),
        meanIou.plus(other.meanIou));
  }

  /** The region with the first greatest logit, padded ones lowered by 999. */
  private static int chosen(FloatMatrix logits, FloatMatrix ious, int row) {
    var lowered = new float[logits.columns()];
    for (int r = 0; r < lowered.length; r++) {
      lowered[r] = logits.get(row, r) - (ious.get(row, r) < 0 ? PADDED : 0);
    }
    return Scores.argmax(FloatMatrix.wrap(1, lowered.length, lowered), 0, lowered.length);
  }

  private static float greatest(FloatMatrix ious, int row) {
    float greatest = -1;
    for (int r = 0; r < ious.columns(); r++) {
      greatest = Math.max(greatest, ious.get(row, r));
    }
    return greatest;
  }
}
