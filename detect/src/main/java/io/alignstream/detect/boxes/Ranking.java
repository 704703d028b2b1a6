package io.alignstream.detect.boxes;

import java.util.Arrays;

/** Order by score. */
public final class Ranking {
  private Ranking() {}

  /** All indices by falling score; equal scores keep their order, NaN comes first. */
  public static int[] falling(float[] scores) {
    return falling(scores, false);
  }

  /** All indices by falling score; of equal scores the later comes first. */
  public static int[] fallingLaterFirst(float[] scores) {
    return falling(scores, true);
  }

  private static int[] falling(float[] scores, boolean laterFirst) {
    var keys = new long[scores.length];
    for (int i = 0; i < scores.length; i++) {
      int bits = Float.floatToIntBits(scores[i] + 0f); // -0 and 0 are equal
      int rising = bits ^ (bits >> 31 & 0x7fffffff);
      keys[i] = (long) ~rising << 32 | (laterFirst ? scores.length - 1 - i : i);
    }
    Arrays.sort(keys);
    var order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = laterFirst ? scores.length - 1 - (int) keys[i] : (int) keys[i];
    }
    return order;
  }
}
