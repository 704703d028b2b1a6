package io.alignstream.heads.loss;

import io.alignstream.encode.mvptr.Encoded;
import io.alignstream.encode.runtime.Layers;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * Wrong pairs for image–text matching: one half are texts with a hard image, the other images with
 * a hard text.
 *
 * @param texts which text each pair has: [B]
 * @param images which image: [B]
 */
public record HardPairs(Operand<TInt32> texts, Operand<TInt32> images) {

  /**
   * Pair j has text d[j] and that text's hard image for j below B / 2, image d[j] and that image's
   * hard text from there on.
   *
   * @param hardImages of each text: [B]
   * @param hardTexts of each image: [B]
   * @param permutation d, the reference's {@code dice_index}: [B]
   */
  public static HardPairs of(
      Ops tf, Operand<TInt32> hardImages, Operand<TInt32> hardTexts, Operand<TInt32> permutation) {
    var n = Layers.size(tf, permutation, 0);
    var half = tf.math.floorDiv(n, tf.constant(2));
    var first = part(tf, permutation, tf.constant(0), half);
    var second = part(tf, permutation, half, tf.constant(-1));
    return new HardPairs(
        joined(tf, first, pick(tf, hardTexts, second)),
        joined(tf, pick(tf, hardImages, first), second));
  }

  /** The pairs' texts. */
  public Encoded textsOf(Ops tf, Encoded encoded) {
    return rows(tf, encoded, texts);
  }

  /** The pairs' images. */
  public Encoded imagesOf(Ops tf, Encoded encoded) {
    return rows(tf, encoded, images);
  }

  private static Encoded rows(Ops tf, Encoded encoded, Operand<TInt32> index) {
    return new Encoded(
        tf.gather(encoded.states(), index, tf.constant(0)),
        tf.gather(encoded.mask(), index, tf.constant(0)));
  }

  private static Operand<TInt32> part(
      Ops tf, Operand<TInt32> values, Operand<TInt32> from, Operand<TInt32> size) {
    var one = tf.constant(new int[] {1});
    return tf.slice(values, tf.reshape(from, one), tf.reshape(size, one));
  }

  private static Operand<TInt32> pick(Ops tf, Operand<TInt32> values, Operand<TInt32> index) {
    return tf.gather(values, index, tf.constant(0));
  }

  private static Operand<TInt32> joined(Ops tf, Operand<TInt32> a, Operand<TInt32> b) {
    return tf.concat(List.of(a, b), tf.constant(0));
  }
}
