package io.alignstream.detect.boxes;

import io.alignstream.schemas.line.FloatMatrix;

/**
 * Gives every box the ground truth it overlaps most ({@code matcher.py}).
 *
 * @param foreground least overlap of a match
 * @param background overlap below which a box is background; between the two it is neither
 * @param keepBest whether the boxes that tie for the best of a ground truth match whatever they
 *     overlap
 */
public record Matcher(float foreground, float background, boolean keepBest) {
  /** No ground truth: background. */
  public static final int BACKGROUND = -1;

  /** Neither matched nor background: ignored. */
  public static final int BETWEEN = -2;

  /** Index of the ground truth, or {@link #BACKGROUND} or {@link #BETWEEN}, of every column. */
  public int[] match(FloatMatrix iou) { // [G, R]
    var matches = new int[iou.columns()];
    var best = new int[iou.columns()];
    for (int j = 0; j < iou.columns(); j++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < iou.rows(); i++) {
        if (iou.get(i, j) > most) {
          most = iou.get(i, j);
          best[j] = i;
        }
      }
      matches[j] =
          iou.rows() == 0 || most < background ? BACKGROUND : most < foreground ? BETWEEN : best[j];
    }
    if (keepBest) {
      keepBest(iou, best, matches);
    }
    return matches;
  }

  private static void keepBest(FloatMatrix iou, int[] best, int[] matches) {
    for (int i = 0; i < iou.rows(); i++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < iou.columns(); j++) {
        most = Math.max(most, iou.get(i, j));
      }
      for (int j = 0; j < iou.columns(); j++) {
        if (iou.get(i, j) == most) {
          matches[j] = best[j];
        }
      }
    }
  }
}
