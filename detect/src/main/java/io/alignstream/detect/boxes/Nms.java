package io.alignstream.detect.boxes;

import io.alignstream.schemas.line.FloatMatrix;
import java.util.Arrays;

/** Greedy non-maximum suppression: a box goes when a better one overlaps it too much. */
public enum Nms {
  /**
   * torchvision's rule, which the reference really runs: no {@code + 1} in widths, suppressed above
   * the threshold, kept indices in falling score order. Two boxes without area never suppress each
   * other, since 0 / 0 is above nothing.
   */
  TORCHVISION(0),
  /**
   * The rule of the reference's own CPU kernel: {@code + 1} in widths, suppressed from the
   * threshold on, kept indices in rising order.
   */
  LEGACY(1);

  private final float extra;

  Nms(float extra) {
    this.extra = extra;
  }

  /** Indices of the boxes [R, 4] that stay; equal scores go by index. */
  public int[] keep(FloatMatrix boxes, float[] scores, double threshold) {
    return keep(boxes, scores, threshold, Integer.MAX_VALUE);
  }

  /** The first {@code most} of those that stay, by falling score; the rest is not looked at. */
  public int[] keep(FloatMatrix boxes, float[] scores, double threshold, int most) {
    int rows = boxes.rows();
    if (scores.length != rows) {
      throw new IllegalArgumentException("%d scores for %d boxes".formatted(scores.length, rows));
    }
    var order = Ranking.falling(scores);
    var sorted = sorted(boxes, order); // x1, x2, y1, y2, area: [5][R]
    var suppressed = new boolean[rows];
    var kept = new int[rows];
    int count = 0;
    for (int i = 0; i < rows && count < most; i++) {
      if (!suppressed[i]) {
        kept[count++] = order[i];
        suppress(sorted, i, threshold, suppressed);
      }
    }
    var keep = Arrays.copyOf(kept, count);
    if (this == LEGACY) {
      Arrays.sort(keep);
    }
    return keep;
  }

  private float[][] sorted(FloatMatrix boxes, int[] order) {
    var sorted = new float[5][order.length];
    for (int i = 0; i < order.length; i++) {
      sorted[0][i] = boxes.get(order[i], 0);
      sorted[1][i] = boxes.get(order[i], 1);
      sorted[2][i] = boxes.get(order[i], 2);
      sorted[3][i] = boxes.get(order[i], 3);
      sorted[4][i] = (sorted[2][i] - sorted[0][i] + extra) * (sorted[3][i] - sorted[1][i] + extra);
    }
    return sorted;
  }

  private void suppress(float[][] boxes, int by, double threshold, boolean[] suppressed) {
    float x1 = boxes[0][by];
    float y1 = boxes[1][by];
    float x2 = boxes[2][by];
    float y2 = boxes[3][by];
    float area = boxes[4][by];
    for (int j = by + 1; j < suppressed.length; j++) {
      float width = Math.max(0, Math.min(x2, boxes[2][j]) - Math.max(x1, boxes[0][j]) + extra);
      float height = Math.max(0, Math.min(y2, boxes[3][j]) - Math.max(y1, boxes[1][j]) + extra);
      float inter = width * height;
      double iou = inter / (area + boxes[4][j] - inter);
      suppressed[j] |= this == LEGACY ? iou >= threshold : iou > threshold;
    }
  }
}
