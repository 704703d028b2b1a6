package io.alignstream.detect.train;

import io.alignstream.detect.boxes.BoxCoder;
import io.alignstream.detect.boxes.Matcher;
import io.alignstream.detect.boxes.Overlap;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.select.Rows;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.BitSet;

/**
 * What the RPN should say of one image's anchors.
 *
 * @param labels 1 object, 0 background, -1 ignored: [1, M]
 * @param deltas to the best ground truth of each anchor: [M, 4]
 */
public record AnchorTargets(FloatMatrix labels, FloatMatrix deltas) {

  /**
   * Matches anchors, low-quality matches included; anchors outside of the image are ignored.
   *
   * @param visible anchors inside
   */
  public static AnchorTargets of(
      FloatMatrix anchors, BitSet visible, GroundTruth truth, DetectorConfig.Sampling sampling) {
    var matches =
        new Matcher((float) sampling.foreground(), (float) sampling.background(), true)
            .match(Overlap.iou(truth.boxes(), anchors));
    var labels = new float[matches.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = !visible.get(i) || matches[i] == Matcher.BETWEEN ? -1 : matches[i] >= 0 ? 1 : 0;
    }
    return new AnchorTargets(
        FloatMatrix.row(labels), BoxCoder.RPN.encode(matched(truth, matches), anchors));
  }

  int[] integerLabels() {
    var integers = new int[labels.columns()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (int) labels.get(0, i);
    }
    return integers;
  }

  /** The ground truth of each row; the first where there is no match, anything without any. */
  static FloatMatrix matched(GroundTruth truth, int[] matches) {
    if (truth.labels().isEmpty()) {
      return FloatMatrix.wrap(matches.length, 4, new float[4 * matches.length]);
    }
    var rows = new int[matches.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Math.max(0, matches[i]);
    }
    return Rows.take(truth.boxes(), rows);
  }
}
