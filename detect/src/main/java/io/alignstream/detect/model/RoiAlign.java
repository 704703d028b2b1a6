package io.alignstream.detect.model;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The graph's half of {@link RoiGrid}. */
final class RoiAlign {
  private RoiAlign() {}

  /**
   * Pools as many regions from each image.
   *
   * @param features [N, h, w, C]; C is known
   * @param rows weights in y: [N, K·P, h]
   * @param columns weights in x: [N·K·P, P, w]
   * @return [N·K, P, P, C]
   */
  static Operand<TFloat32> pool(
      Ops tf,
      Operand<TFloat32> features,
      Operand<TFloat32> rows,
      Operand<TFloat32> columns,
      int bins) {
    int channels = (int) features.shape().get(3);
    var shape = tf.shape(features);
    var height = part(tf, shape, 1);
    var width = part(tf, shape, 2);
    var lines =
        tf.reshape(
            features, // [N, h, w·C]
            tf.concat(
                java.util.List.of(part(tf, shape, 0), height, tf.constant(new int[] {-1})),
                tf.constant(0)));
    var narrow = tf.train.batchMatMul(rows, lines, TFloat32.class); // [N, K·P, w·C]
    var bands =
        tf.reshape(
            narrow, // [N·K·P, w, C]
            tf.concat(
                java.util.List.of(
                    tf.constant(new int[] {-1}), width, tf.constant(new int[] {channels})),
                tf.constant(0)));
    var pooled = tf.train.batchMatMul(columns, bands, TFloat32.class); // [N·K·P, P, C]
    return tf.reshape(pooled, tf.constant(new int[] {-1, bins, bins, channels}));
  }

  private static Operand<org.tensorflow.types.TInt32> part(
      Ops tf, Operand<org.tensorflow.types.TInt32> shape, int at) {
    return tf.slice(shape, tf.constant(new int[] {at}), tf.constant(new int[] {1}));
  }
}
