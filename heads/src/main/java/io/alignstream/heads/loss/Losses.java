package io.alignstream.heads.loss;

import io.alignstream.encode.runtime.Layers;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What the tasks' losses are made of. Means over what counts; 0 where nothing counts. */
public final class Losses {
  private Losses() {}

  /**
   * Mean cross entropy; labels below 0 are left out. (TensorFlow's sparse form has no gradient in
   * C++.)
   *
   * @param logits [B, C]
   * @param labels [B]
   */
  public static Operand<TFloat32> crossEntropy(
      Ops tf, Operand<TFloat32> logits, Operand<TInt32> labels) {
    var classes = Layers.size(tf, logits, 1);
    var target = tf.oneHot(labels, classes, tf.constant(1f), tf.constant(0f)); // 0s below 0
    var each = tf.math.neg(sumLast(tf, tf.math.mul(target, tf.nn.logSoftmax(logits)))); // [B]
    return maskedMean(tf, each, atLeast(tf, labels, 0));
  }

  /**
   * Binary cross entropy of every entry with its soft target, in the form that never overflows.
   *
   * @param logits any shape; {@code targets} the same
   */
  public static Operand<TFloat32> binaryCrossEntropy(
      Ops tf, Operand<TFloat32> logits, Operand<TFloat32> targets) {
    var tail = tf.math.log1p(tf.math.exp(tf.math.neg(tf.math.abs(logits))));
    return tf.math.add(tf.math.sub(tf.nn.relu(logits), tf.math.mul(logits, targets)), tail);
  }

  /**
   * Mean of the entries whose weight is 1.
   *
   * @param weights 0 or 1, the shape of {@code values}
   */
  public static Operand<TFloat32> maskedMean(
      Ops tf, Operand<TFloat32> values, Operand<TFloat32> weights) {
    var count = tf.math.maximum(sumAll(tf, weights), tf.constant(1f));
    return tf.math.div(sumAll(tf, tf.math.mul(values, weights)), count);
  }

  /** Mean of all entries. */
  public static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> values) {
    var flat = tf.reshape(values, tf.constant(new int[] {-1}));
    return tf.math.mean(flat, tf.constant(0));
  }

  /** Sum over the last dimension. */
  public static Operand<TFloat32> sumLast(Ops tf, Operand<TFloat32> values) {
    return tf.sum(values, tf.constant(-1));
  }

  /** 1 where a label is at least {@code floor}, 0 elsewhere. */
  public static Operand<TFloat32> atLeast(Ops tf, Operand<TInt32> labels, int floor) {
    return tf.dtypes.cast(tf.math.greaterEqual(labels, tf.constant(floor)), TFloat32.class);
  }

  /** 1 where a value is at least {@code floor}, 0 elsewhere. */
  public static Operand<TFloat32> atLeast(Ops tf, Operand<TFloat32> values, float floor) {
    return tf.dtypes.cast(tf.math.greaterEqual(values, tf.constant(floor)), TFloat32.class);
  }

  /** 0, 1, …, n - 1. */
  public static Operand<TInt32> count(Ops tf, Operand<TInt32> n) {
    return tf.range(tf.constant(0), n, tf.constant(1));
  }

  private static Operand<TFloat32> sumAll(Ops tf, Operand<TFloat32> values) {
    return tf.sum(tf.reshape(values, tf.constant(new int[] {-1})), tf.constant(0));
  }
}
