package io.alignstream.heads.loss;

import io.alignstream.encode.runtime.Layers;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Contrast of all texts of a batch with all its images (MVPTR §3.3; CLIP). */
public final class Contrast {
  private Contrast() {}

  /**
   * Cosines of unit-length vectors.
   *
   * @param texts [B, H]
   * @param images [B', H]
   * @return rows are texts: [B, B']
   */
  public static Operand<TFloat32> similarities(
      Ops tf, Operand<TFloat32> texts, Operand<TFloat32> images) {
    return tf.linalg.matMul(texts, images, MatMul.transposeB(true));
  }

  /**
   * Mean of the cross entropies by rows and by columns, the diagonal being right.
   *
   * @param similarities [B, B]
   * @param logitScale logarithm of the factor: []
   */
  public static Operand<TFloat32> loss(
      Ops tf, Operand<TFloat32> similarities, Operand<TFloat32> logitScale) {
    var logits = tf.math.mul(similarities, tf.math.exp(logitScale));
    var diagonal = Losses.count(tf, Layers.size(tf, similarities, 0));
    var byText = Losses.crossEntropy(tf, logits, diagonal);
    var transposed = tf.linalg.transpose(logits, tf.constant(new int[] {1, 0}));
    var byImage = Losses.crossEntropy(tf, transposed, diagonal);
    return tf.math.mul(tf.math.add(byText, byImage), tf.constant(0.5f));
  }

  /**
   * The most similar wrong image of each text: [B].
   *
   * @param similarities [B, B]
   */
  public static Operand<TInt32> hardImages(Ops tf, Operand<TFloat32> similarities) {
    return tf.math.argMax(withoutDiagonal(tf, similarities), tf.constant(1), TInt32.class);
  }

  /**
   * The most similar wrong text of each image: [B].
   *
   * @param similarities [B, B]
   */
  public static Operand<TInt32> hardTexts(Ops tf, Operand<TFloat32> similarities) {
    return tf.math.argMax(withoutDiagonal(tf, similarities), tf.constant(0), TInt32.class);
  }

  private static Operand<TFloat32> withoutDiagonal(Ops tf, Operand<TFloat32> similarities) {
    var size = Layers.size(tf, similarities, 0);
    var identity =
        tf.oneHot(Losses.count(tf, size), size, tf.constant(1f), tf.constant(0f)); // [B, B]
    return tf.math.sub(similarities, tf.math.mul(identity, tf.constant(2f)));
  }
}
