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
    var product = product(w, List.of("weight"), x);
    return w.has("bias") ? tf.nn.biasAdd(product, w.get("bias")) : product;
  }

  /**
   * Several linear layers of the same input as one product: [rows, in] to [rows, the sum of outs].
   *
   * @param names the layers' places below {@code w}
   */
  public static Operand<TFloat32> stackedLinear(
      Weights w, List<String> names, Operand<TFloat32> x) {
    var tf = w.tf();
    var bias = w.stacked(names.stream().map(name -> name + ".bias").toList());
    return tf.nn.biasAdd(
        product(w, names.stream().map(name -> name + ".weight").toList(), x), bias);
  }

  /** {@code x Wᵀ}: what does not change is turned once, what does is turned by the product. */
  private static Operand<TFloat32> product(Weights w, List<String> weights, Operand<TFloat32> x) {
    return w.isFrozen()
        ? w.tf().linalg.matMul(x, w.turned(weights))
        : w.tf().linalg.matMul(x, w.stacked(weights), MatMul.transposeB(true));
  }

  /** All leading dimensions as one: [.., size] to [rows, size]. */
  public static Operand<TFloat32> rows(Ops tf, Operand<TFloat32> x) {
    long size = x.shape().get(x.rank() - 1);
    return tf.reshape(x, tf.constant(new int[] {-1, (int) size}));
  }

  /**
   * Layer normalisation over the last dimension (Ba et al. 2016): variance divided by n, {@code
   * epsilon} inside the root.
   *
   * @param x [rows, size]
   */
  public static Operand<TFloat32> layerNorm(Weights w, Operand<TFloat32> x, float epsilon) {
    return w.isFrozenOnCpu() ? fusedLayerNorm(w, x, epsilon) : plainLayerNorm(w, x, epsilon);
  }

  private static Operand<TFloat32> plainLayerNorm(Weights w, Operand<TFloat32> x, float epsilon) {
    var tf = w.tf();
    var last = tf.constant(new int[] {-1});
    var mean = tf.math.mean(x, last, Mean.keepDims(true));
    var centred = tf.math.sub(x, mean);
    var variance = tf.math.mean(tf.math.square(centred), last, Mean.keepDims(true));
    var scale = tf.math.rsqrt(add(tf, variance, tf.constant(epsilon)));
    return add(tf, tf.math.mul(tf.math.mul(centred, scale), w.get("weight")), w.get("bias"));
  }

  /**
   * The same as a batch normalisation with the rows as channels: the form that TensorFlow's
   * rewriter turns into oneDNN's one-pass kernel, three times as fast as the plain one. cuDNN's
   * batch normalisation refuses an epsilon this small, hence on the CPU only.
   */
  private static Operand<TFloat32> fusedLayerNorm(Weights w, Operand<TFloat32> x, float epsilon) {
    var tf = w.tf();
    var shape = tf.shape(x);
    var sizes = tf.unstack(shape, 2L).output(); // rows, size
    var channels = tf.reshape(sizes.get(0), tf.constant(new int[] {1}));
    var none = tf.constant(new float[0]);
    var normalise = tf.scope().opBuilder("FusedBatchNormV3", "FusedBatchNormV3");
    var image =
        tf.reshape(
            x, tf.stack(List.of(tf.constant(1), sizes.get(0), sizes.get(1), tf.constant(1))));
    for (var input :
        List.of(
            image,
            tf.fill(channels, tf.constant(1f)),
            tf.fill(channels, tf.constant(0f)),
            none,
            none)) {
      normalise.addInput(input.asOutput());
    }
    normalise.setAttr("epsilon", epsilon);
    normalise.setAttr("data_format", "NCHW");
    normalise.setAttr("is_training", true);
    var normalised = tf.reshape(normalise.build().<TFloat32>output(0), shape);
    return add(tf, tf.math.mul(normalised, w.get("weight")), w.get("bias"));
  }

  /** The exact GELU (Hendrycks and Gimpel 2016): {@code x Φ(x)}. */
  public static Operand<TFloat32> gelu(Ops tf, Operand<TFloat32> x) {
    var erf = tf.math.erf(tf.math.mul(x, tf.constant((float) Math.sqrt(0.5))));
    return tf.math.mul(tf.math.mul(x, tf.constant(0.5f)), add(tf, erf, tf.constant(1f)));
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

  /** One size of a tensor: []. */
  public static Operand<TInt32> size(Ops tf, Operand<?> x, int dimension) {
    return tf.unstack(tf.shape(x), (long) x.rank()).output().get(dimension);
  }

  /**
   * {@code AddV2}, for which TensorFlow Java has no method: its rewriter fuses it into the product
   * before it, which it does not with {@code Add}.
   */
  public static Operand<TFloat32> add(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
    var sum = tf.scope().opBuilder("AddV2", "AddV2");
    sum.addInput(a.asOutput());
    sum.addInput(b.asOutput());
    return sum.build().<TFloat32>output(0);
  }

  /**
   * {@code BatchMatMulV2}, which has a oneDNN kernel, unlike V3 that TensorFlow Java builds.
   *
   * @param transposeB swaps the last two dimensions of {@code b}
   */
  public static Operand<TFloat32> batchMatMul(
      Ops tf, Operand<TFloat32> a, Operand<TFloat32> b, boolean transposeB) {
    var product = tf.scope().opBuilder("BatchMatMulV2", "BatchMatMulV2");
    product.addInput(a.asOutput());
    product.addInput(b.asOutput());
    product.setAttr("adj_y", transposeB);
    return product.build().<TFloat32>output(0);
  }
}
