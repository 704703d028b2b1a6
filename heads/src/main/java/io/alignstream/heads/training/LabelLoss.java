package io.alignstream.heads.training;

import io.alignstream.heads.loss.Losses;
import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Losses over classes with soft labels: the reference's {@code --loss_type}. */
public enum LabelLoss {
  /** Binary cross entropy, summed over the classes, mean over the rows. */
  BCE,
  /** Cross entropy, mean over the rows that have a label. */
  CE,
  /** Kullback–Leibler divergence of the soft labels, mean over the rows ({@code batchmean}). */
  KL;

  private static final float TINY = 1e-30f;

  /**
   * By the reference's name: {@code bce}, {@code ce} or {@code xe}, {@code kl}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static LabelLoss of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "bce" -> BCE;
      case "ce", "xe" -> CE;
      case "kl" -> KL;
      default -> throw new IllegalArgumentException("loss_type is bce, ce, xe or kl, not " + name);
    };
  }

  /**
   * Summed over rows.
   *
   * @param logits [b, C]
   * @param labels 0 to 1: [b, C]
   */
  Operand<TFloat32> sum(Ops tf, Operand<TFloat32> logits, Operand<TFloat32> labels) {
    return total(
        tf,
        switch (this) {
          case BCE -> Losses.binaryCrossEntropy(tf, logits, labels);
          case CE -> tf.math.neg(tf.math.mul(labels, tf.nn.logSoftmax(logits)));
          case KL -> {
            var log = tf.math.log(tf.math.maximum(labels, tf.constant(TINY))); // 0 log 0 is 0
            yield tf.math.mul(labels, tf.math.sub(log, tf.nn.logSoftmax(logits)));
          }
        });
  }

  /** What the sum is divided by. */
  Operand<TFloat32> count(Ops tf, Operand<TFloat32> labels, Operand<TFloat32> rows) {
    return this == CE ? total(tf, labels) : rows;
  }

  private static Operand<TFloat32> total(Ops tf, Operand<TFloat32> values) {
    return tf.sum(tf.reshape(values, tf.constant(new int[] {-1})), tf.constant(0));
  }
}
