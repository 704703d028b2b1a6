package io.alignstream.heads.metrics;

import io.alignstream.schemas.line.FloatMatrix;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * The order of scores, best first. Equal scores: the later index first, as the reference's
 * ascending sort gives when it is read backwards. NaN is refused.
 */
final class Scores {
  private Scores() {}

  /** Places of the best {@code count} of {@code size} scores. */
  static int[] best(int count, int size, IntToDoubleFunction score) {
    var keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = key(i, score);
    }
    Arrays.sort(keys);
    var best = new int[Math.min(count, size)];
    for (int rank = 0; rank < best.length; rank++) {
      best[rank] = (int) keys[size - 1 - rank];
    }
    return best;
  }

  /** How many come before the first that matches, from 0; {@code size} if none does. */
  static int rank(int size, IntToDoubleFunction score, IntPredicate matches) {
    long first = Long.MIN_VALUE;
    boolean found = false;
    for (int i = 0; i < size; i++) {
      if (matches.test(i)) {
        first = Math.max(first, key(i, score));
        found = true;
      }
    }
    if (!found) {
      return size;
    }
    int before = 0;
    for (int i = 0; i < size; i++) {
      before += key(i, score) > first ? 1 : 0;
    }
    return before;
  }

  /** Place of the first greatest value in a row. */
  static int argmax(FloatMatrix values, int row, int columns) {
    int best = 0;
    for (int column = 0; column < columns; column++) {
      float value = checked(values.get(row, column));
      best = value > values.get(row, best) ? column : best;
    }
    return best;
  }

  /** Orders like (score, index): the score's bits above, made to sort as signed numbers do. */
  private static long key(int index, IntToDoubleFunction score) {
    int bits = Float.floatToIntBits(checked((float) score.applyAsDouble(index)) + 0f); // -0 is 0
    int sortable = bits ^ (bits >> 31 & 0x7fffffff);
    return ((long) sortable << 32) | index;
  }

  private static float checked(float score) {
    if (Float.isNaN(score)) {
      throw new IllegalArgumentException("a score is NaN: the model's numbers are broken");
    }
    return score;
  }
}
