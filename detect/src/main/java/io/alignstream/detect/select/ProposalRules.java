package io.alignstream.detect.select;

import io.alignstream.detect.boxes.BoxCoder;
import io.alignstream.detect.boxes.Nms;
import io.alignstream.detect.boxes.Overlap;
import io.alignstream.detect.boxes.Ranking;
import io.alignstream.detect.pixels.Size;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.Arrays;

/**
 * How an RPN's boxes become proposals ({@code rpn/inference.py}): the best by objectness, decoded,
 * clipped, not too small, NMS, the best of those.
 *
 * @param before most boxes before NMS
 * @param after most proposals
 * @param nmsThreshold overlap from which the worse goes
 * @param minSize least width and height in pixels
 * @param nms which rule
 */
public record ProposalRules(int before, int after, double nmsThreshold, int minSize, Nms nms) {

  /**
   * Proposals of one image, best first.
   *
   * @param objectness logits of the anchors [A], in their order
   * @param deltas from the anchors [A, 4]
   * @param image size without padding
   */
  public Proposals select(float[] objectness, FloatMatrix deltas, FloatMatrix anchors, Size image) {
    var order = Ranking.falling(objectness);
    var best = Arrays.copyOf(order, Math.min(before, order.length));
    var decoded = BoxCoder.RPN.decode(Rows.take(deltas, best), Rows.take(anchors, best));
    var clipped = Overlap.clip(decoded, image.width(), image.height());
    var scores = new float[best.length];
    int[] large = new int[best.length];
    int count = 0;
    for (int i = 0; i < best.length; i++) {
      scores[i] = sigmoid(objectness[best[i]]);
      if (clipped.get(i, 2) - clipped.get(i, 0) + 1 >= minSize
          && clipped.get(i, 3) - clipped.get(i, 1) + 1 >= minSize) {
        large[count++] = i;
      }
    }
    large = Arrays.copyOf(large, count);
    var boxes = Rows.take(clipped, large);
    var boxScores = Rows.take(scores, large);
    var keep = nms.keep(boxes, boxScores, nmsThreshold, after);
    return new Proposals(Rows.take(boxes, keep), FloatMatrix.row(Rows.take(boxScores, keep)));
  }

  private static float sigmoid(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }
}
