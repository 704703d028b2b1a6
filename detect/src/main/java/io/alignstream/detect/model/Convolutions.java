package io.alignstream.detect.model;

import io.alignstream.encode.runtime.Weights;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How a convolution and the frozen norm after it are computed: folded into one at inference, one
 * after the other in training. The networks are given one of these.
 */
@FunctionalInterface
interface Convolutions {
  /**
   * A convolution that pads by half its kernel, and its norm or bias.
   *
   * @param block where both are
   * @param norm name of the batch norm, or empty
   * @param x [N, height, width, in]
   * @return [N, height / stride, width / stride, out], rounded up
   */
  Operand<TFloat32> apply(Weights block, String conv, String norm, Operand<TFloat32> x, int stride);

  /**
   * Inference: the kernel [kernel, kernel, in, out] is scaled already, its bias the norm's shift.
   */
  Convolutions FOLDED =
      (block, conv, norm, x, stride) -> {
        var w = block.at(conv);
        long kernel = w.shape("weight").get(0);
        return w.tf()
            .nn
            .biasAdd(convolve(w.tf(), x, w.get("weight"), (int) kernel, stride), w.get("bias"));
      };

  /**
   * Training with frozen statistics ({@code FrozenBatchNorm2d}: no epsilon). The norm's scale goes
   * to the kernel, which is smaller than the map; weights are as the checkpoint holds them: [out,
   * in, kernel, kernel].
   */
  Convolutions FROZEN =
      (block, conv, norm, x, stride) -> {
        var w = block.at(conv);
        var tf = w.tf();
        var kernel = tf.linalg.transpose(w.get("weight"), tf.constant(new int[] {2, 3, 1, 0}));
        int size = w.shape("weight").get(2).intValue();
        if (norm.isEmpty()) {
          return tf.nn.biasAdd(convolve(tf, x, kernel, size, stride), w.get("bias"));
        }
        var bn = block.at(norm);
        var scale = tf.math.div(bn.get("weight"), tf.math.sqrt(bn.get("running_var")));
        var shift = tf.math.sub(bn.get("bias"), tf.math.mul(bn.get("running_mean"), scale));
        return tf.nn.biasAdd(convolve(tf, x, tf.math.mul(kernel, scale), size, stride), shift);
      };

  /**
   * The plain product. {@code SAME} pads unevenly under a stride and {@code EXPLICIT} has no
   * gradient, so that padding is an operation of its own there.
   */
  static Operand<TFloat32> convolve(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> kernel, int size, int stride) {
    boolean same = stride == 1;
    var padded = same ? x : pad(tf, x, size / 2);
    return tf.nn.conv2d(
        padded, kernel, List.of(1L, (long) stride, (long) stride, 1L), same ? "SAME" : "VALID");
  }

  /** Zeros around height and width. */
  static Operand<TFloat32> pad(Ops tf, Operand<TFloat32> x, int by) {
    return by == 0
        ? x
        : tf.pad(x, tf.constant(new int[][] {{0, 0}, {by, by}, {by, by}, {0, 0}}), tf.constant(0f));
  }
}
