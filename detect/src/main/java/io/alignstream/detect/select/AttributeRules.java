package io.alignstream.detect.select;

import io.alignstream.detect.boxes.Ranking;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which attributes detections get ({@code attribute_head/inference.py}).
 *
 * @param threshold least probability
 * @param perBox most a detection; what is not above the threshold counts as 0 but fills up
 * @param perImage most an image, nominally: the reference takes the k-th smallest of all scores,
 *     zeroed ones included, so that as many more survive as there are zeros
 */
public record AttributeRules(double threshold, int perBox, int perImage) {

  /** An attribute index with its probability; with 0 the index means nothing. */
  public record Scored(int attribute, float score) {}

  /**
   * Attributes of one image's detections, best first, {@code perBox} each.
   *
   * @param probabilities [D, T]
   */
  public List<List<Scored>> select(FloatMatrix probabilities) {
    int columns = probabilities.columns();
    var scores = new float[probabilities.rows() * columns];
    probabilities.buffer().get(scores);
    int above = 0;
    for (int i = 0; i < scores.length; i++) {
      if (i % columns == 0 || !(scores[i] > (float) threshold)) {
        scores[i] = 0;
      } else {
        above++;
      }
    }
    if (above > perImage && perImage > 0) {
      var sorted = scores.clone();
      Arrays.sort(sorted);
      float least = sorted[above - perImage];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = scores[i] < least ? 0 : scores[i];
      }
    }
    var selected = new ArrayList<List<Scored>>();
    for (int row = 0; row < probabilities.rows(); row++) {
      var own = Arrays.copyOfRange(scores, row * columns, (row + 1) * columns);
      selected.add(
          Arrays.stream(Ranking.falling(own))
              .limit(perBox)
              .mapToObj(attribute -> new Scored(attribute, own[attribute]))
              .toList());
    }
    return selected;
  }
}
