package io.alignstream.heads.metrics;

import io.alignstream.schemas.line.FloatMatrix;
import java.util.List;

/** Accuracies of tasks that choose a class; the first of equally great logits is chosen. */
public final class Accuracy {
  private Accuracy() {}

  /**
   * VQA: the soft label of the chosen answer. Source: {@code compute_score_with_logits} of the
   * reference's {@code run_vqa.py}.
   *
   * @param logits [B, C]
   * @param softLabels score of each answer, 0 to 1: [B, C]
   */
  public static Mean soft(FloatMatrix logits, FloatMatrix softLabels) {
    if (logits.rows() != softLabels.rows() || logits.columns() != softLabels.columns()) {
      throw new IllegalArgumentException("logits %s, labels %s".formatted(logits, softLabels));
    }
    var mean = Mean.NONE;
    for (int row = 0; row < logits.rows(); row++) {
      mean = mean.plus(softLabels.get(row, Scores.argmax(logits, row, logits.columns())));
    }
    return mean;
  }

  /**
   * One right class each, as of visual entailment (contradiction 0, neutral 1, entailment 2).
   *
   * @param logits [B, C]
   * @param labels [B]
   */
  public static Mean hard(FloatMatrix logits, List<Integer> labels) {
    if (logits.rows() != labels.size()) {
      throw new IllegalArgumentException("logits %s, %d labels".formatted(logits, labels.size()));
    }
    var mean = Mean.NONE;
    for (int row = 0; row < logits.rows(); row++) {
      mean = mean.plus(Scores.argmax(logits, row, logits.columns()) == labels.get(row));
    }
    return mean;
  }
}
