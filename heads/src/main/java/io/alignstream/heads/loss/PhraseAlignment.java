package io.alignstream.heads.loss;

import io.alignstream.encode.runtime.Layers;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Weakly supervised phrase grounding (MVPTR §3.3, "WRA"; the reference's {@code t2i_sim}): a text's
 * phrases should be nearer to its image's regions than to another's.
 */
public final class PhraseAlignment {
  private static final float SHORTEST_LENGTH = 1e-12f;
  private static final float MARGIN = 0.2f;
  private static final int BEST = 3;
  private static final float NEVER = -1e9f;

  private PhraseAlignment() {}

  /**
   * A stretch of each sample's joint sequence.
   *
   * @param states [B, L, H]
   * @param samples which row of {@code states} each entry is in: [B']
   * @param ranges start and end, end exclusive: [B', 2]
   */
  public record Stretch(
      Operand<TFloat32> states, Operand<TInt32> samples, Operand<TInt32> ranges) {}

  /**
   * Mean over the phrases of their cosine with one of the three nearest regions; 0 without phrases.
   *
   * @param picks which of the three, 0 the nearest; what lies beyond the phrases is not read: [B',
   *     P]. Where there are fewer regions than that, the farthest of them.
   * @return [B']
   */
  public static Operand<TFloat32> similarity(
      Ops tf, Stretch phrases, Stretch regions, Operand<TInt32> picks) {
    var slots = Losses.count(tf, Layers.size(tf, picks, 1)); // [P]
    var start = column(tf, phrases.ranges(), 0); // [B', 1]
    var position = tf.math.add(start, slots); // [B', P]
    var isPhrase =
        tf.dtypes.cast(tf.math.less(position, column(tf, phrases.ranges(), 1)), TFloat32.class);

    var words = unit(tf, at(tf, phrases, position)); // [B', P, H]
    var all =
        unit(tf, tf.gather(regions.states(), regions.samples(), tf.constant(0))); // [B', L, H]
    var cosines = Layers.batchMatMul(tf, words, all, true); // [B', P, L]
    var nearest = nearest(tf, cosines, regions.ranges(), picks); // [B', P]
    var chosen = unit(tf, at(tf, regions, nearest)); // [B', P, H]

    var cosine = Losses.sumLast(tf, tf.math.mul(words, chosen)); // [B', P]
    var sum = Losses.sumLast(tf, tf.math.mul(cosine, isPhrase)); // [B']
    return tf.math.div(sum, tf.math.maximum(Losses.sumLast(tf, isPhrase), tf.constant(1f)));
  }

  /**
   * Mean over the usable samples of max(0, negative + 0.2 - positive).
   *
   * @param usable 0 or 1: [B]
   */
  public static Operand<TFloat32> loss(
      Ops tf, Operand<TFloat32> positive, Operand<TFloat32> negative, Operand<TFloat32> usable) {
    var gap = tf.math.sub(tf.math.add(negative, tf.constant(MARGIN)), positive);
    return Losses.maskedMean(tf, tf.nn.relu(gap), usable);
  }

  /** 1 for samples with a phrase: [B', 2] to [B']. */
  public static Operand<TFloat32> hasPhrases(Ops tf, Operand<TInt32> ranges) {
    var length = tf.math.sub(column(tf, ranges, 1), column(tf, ranges, 0));
    return Losses.atLeast(tf, tf.reshape(length, tf.constant(new int[] {-1})), 1);
  }

  /**
   * Positions of the picked regions. The ranking itself has no gradient ({@code TopKV2} has none),
   * as picking has none in the reference.
   */
  private static Operand<TInt32> nearest(
      Ops tf, Operand<TFloat32> cosines, Operand<TInt32> ranges, Operand<TInt32> picks) {
    var positions = Losses.count(tf, Layers.size(tf, cosines, 2)); // [L]
    var from = column(tf, ranges, 0); // [B', 1]
    var to = column(tf, ranges, 1);
    var isRegion =
        tf.math.logicalAnd(
            tf.math.greaterEqual(positions, from), tf.math.less(positions, to)); // [B', L]
    var outside =
        tf.math.mul(
            tf.math.sub(tf.constant(1f), tf.dtypes.cast(isRegion, TFloat32.class)),
            tf.constant(NEVER));
    var masked = tf.math.add(cosines, tf.expandDims(outside, tf.constant(1))); // [B', P, L]
    var k = tf.math.minimum(tf.constant(BEST), Layers.size(tf, cosines, 2));
    var ranked = tf.nn.topK(masked, k, TInt32.class).indices(); // [B', P, k]
    var last = tf.math.sub(tf.math.minimum(tf.math.sub(to, from), k), tf.constant(1)); // [B', 1]
    var allowed = tf.math.maximum(tf.math.minimum(picks, last), tf.constant(0)); // [B', P]
    var choice = tf.oneHot(allowed, k, tf.constant(1), tf.constant(0)); // [B', P, k]
    return tf.sum(tf.math.mul(ranked, choice), tf.constant(-1));
  }

  /** States at positions: [B', P] to [B', P, H]. Positions beyond the end read the last one. */
  private static Operand<TFloat32> at(Ops tf, Stretch stretch, Operand<TInt32> positions) {
    var length = Layers.size(tf, stretch.states(), 1);
    var inside = tf.math.minimum(positions, tf.math.sub(length, tf.constant(1)));
    var offset = tf.expandDims(tf.math.mul(stretch.samples(), length), tf.constant(1)); // [B', 1]
    return tf.gather(
        Layers.rows(tf, stretch.states()), tf.math.add(offset, inside), tf.constant(0));
  }

  private static Operand<TFloat32> unit(Ops tf, Operand<TFloat32> x) {
    return Layers.unitRows(tf, x, SHORTEST_LENGTH);
  }

  /** One column of [B', 2] as [B', 1]. */
  private static Operand<TInt32> column(Ops tf, Operand<TInt32> ranges, int index) {
    return tf.slice(ranges, tf.constant(new int[] {0, index}), tf.constant(new int[] {-1, 1}));
  }
}
