package io.alignstream.heads.data;

import java.util.List;

/**
 * A class that is right to some degree.
 *
 * @param label number of the class
 * @param score 0 to 1
 */
public record ScoredLabel(int label, float score) {

  /**
   * The scores of all classes, 0 for those that are not named; of one named twice the last: [C].
   */
  public static float[] dense(List<ScoredLabel> labels, int classes) {
    var scores = new float[classes];
    labels.forEach(label -> scores[label.label()] = label.score());
    return scores;
  }
}
