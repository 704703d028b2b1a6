package io.alignstream.encode.runtime;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Layers that many models share: pure functions of weights and operands. */
public final class Layers {
  private Layers() {}

  /**
   * {@code x Wᵀ + b} with torch's weight [out, in]; without {@code bias} where the model has none.
   *
   * @param x [rows, in]
   * @return [rows, out]
   */
  public static Operand<TFloat32> linear(Weights w, Operand<TFloat32> x) {
    var tf = w.tf();
    var product = tf.linalg.matMul(x, w.get("weight"), MatMul.transposeB(true));
    return w.has("bias") ? tf.nn.biasAdd(product, w.get("bias")) : product;
  }

  /** {@link #linear} over the last dimension of [B, L, in]: [B, L, out]. */
  public static Operand<TFloat32> linear3(Weights w, Operand<TFloat32> x) {
    var tf = w.tf();
    long out = w.shape("weight").get(0);
    var leading =
        tf.slice(tf.shape(x), tf.constant(new int[] {0}), tf.constant(new int[] {2})); // [B, L]
    var shape = tf.concat(List.of(leading, tf.constant(new int[] {(int) out})), tf.constant(0));
    return tf.reshape(linear(w, rows(tf, x)), shape);
  }

  /** All leading dimensions as one: [.., size] to [rows, size]. */
  public static Operand<TFloat32> rows(Ops tf, Operand<TFloat32> x) {
    long size = x.shape().get(x.rank() - 1);
    return tf.reshape(x, tf.constant(new int[] {-1, (int) size}));
  }

  /**
   * Layer normalisation over the last dimension (Ba et al. 2016): variance divided by n, {@code
   * epsilon} inside the root.
   */
  public static Operand<TFloat32> layerNorm(Weights w, Operand<TFloat32> x, float epsilon) {
    var tf = w.tf();
    var last = tf.constant(new int[] {-1});
    var mean = tf.math.mean(x, last, Mean.keepDims(true));
    var variance = tf.math.mean(tf.math.squaredDifference(x, mean), last, Mean.keepDims(true));
    var scale =
        tf.math.mul(tf.math.rsqrt(tf.math.add(variance, tf.constant(epsilon))), w.get("weight"));
    var shift = tf.math.sub(w.get("bias"), tf.math.mul(mean, scale));
    return tf.math.add(tf.math.mul(x, scale), shift);
  }

  /** The exact GELU (Hendrycks and Gimpel 2016): {@code x Φ(x)}. */
  public static Operand<TFloat32> gelu(Ops tf, Operand<TFloat32> x) {
    var erf = tf.math.erf(tf.math.mul(x, tf.constant((float) Math.sqrt(0.5))));
    return tf.math.mul(tf.math.mul(x, tf.constant(0.5f)), tf.math.add(erf, tf.constant(1f)));
  }

  /** Softmax over the last dimension. */
  public static Operand<TFloat32> softmax(Ops tf, Operand<TFloat32> x) {
    return tf.nn.softmax(x);
  }

  /** Rows of an embedding table: [V, H] and ids of any shape to [.., H]. */
  public static Operand<TFloat32> lookup(Ops tf, Operand<TFloat32> table, Operand<TInt32> ids) {
    return tf.gather(table, ids, tf.constant(0));
  }

  /** Rows of unit length; a length below {@code floor} counts as {@code floor}. */
  public static Operand<TFloat32> unitRows(Ops tf, Operand<TFloat32> x, float floor) {
    var squares =
        tf.reduceSum(tf.math.square(x), tf.constant(new int[] {-1}), ReduceSum.keepDims(true));
    return tf.math.div(x, tf.math.maximum(tf.math.sqrt(squares), tf.constant(floor)));
  }
}
