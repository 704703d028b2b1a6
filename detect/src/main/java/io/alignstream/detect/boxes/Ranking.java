package io.alignstream.detect.boxes;

import java.util.Arrays;

/** Order by score. */
public final class Ranking {
  private Ranking() {}

  /** All indices by falling score; equal scores keep their order, NaN comes first. */
  public static int[] falling(float[] scores) {
    var keys = new long[scores.length];
    for (int i = 0; i < scores.length; i++) {
      int bits = Float.floatToIntBits(scores[i] + 0f); // -0 and 0 are equal
      int rising = bits ^ (bits >> 31 & 0x7fffffff);
      keys[i] = (long) ~rising << 32 | i;
    }
    Arrays.sort(keys);
    var order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  /**
   * All indices by falling score, equal scores as {@code torch.sort} leaves them on a CPU where it
   * is not asked to be stable.
   */
  public static int[] fallingAsTorch(float[] scores) {
    return UnstableSort.falling(scores);
  }
}
