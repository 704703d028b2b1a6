package io.alignstream.heads.training;

import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.train.SeededBits;
import io.alignstream.encode.train.ShuffledExamples;
import io.alignstream.heads.loss.Contrast;
import io.alignstream.heads.loss.HardPairs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Where the wrong pairs of image–text matching come from ({@code hn_mod}). What is random is fed,
 * and decided by (seed, batch), so that all processes draw alike.
 */
public enum Negatives {
  /** The most similar wrong image or text. */
  HARD,
  /** Drawn by similarity: softmax of the scaled cosines, the own pair apart. */
  SAMPLE,
  /**
   * For a half of the pairs, in the mean, the most similar one, for the others any: a model that
   * begins to learn matching finds nothing to hold on to in hard pairs alone. The reference has no
   * such mode.
   */
  MIXED;

  private static final String DICE = "dice_index";
  private static final String IMAGE_NOISE = "image_noise";
  private static final String TEXT_NOISE = "text_noise";
  private static final String ANY_IMAGE = "any_image";
  private static final String ANY_TEXT = "any_text";
  private static final float NEVER = 1e4f;

  /**
   * By the name of {@code hn_mod}.
   *
   * @throws IllegalArgumentException if it is none of hard, sample and mixed
   */
  public static Negatives of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "hard" -> HARD;
      case "sample" -> SAMPLE;
      case "mixed" -> MIXED;
      default -> throw new IllegalArgumentException("hn_mod is hard, sample or mixed, not " + name);
    };
  }

  /** What is fed: the permutation {@code dice_index} [B], and what else is random. */
  Map<String, Operand<?>> inputs(Ops tf) {
    var inputs = new LinkedHashMap<String, Operand<?>>();
    inputs.put(DICE, placeholder(tf));
    switch (this) {
      case HARD -> {}
      case SAMPLE -> {
        inputs.put(IMAGE_NOISE, matrix(tf));
        inputs.put(TEXT_NOISE, matrix(tf));
      }
      case MIXED -> {
        inputs.put(ANY_IMAGE, placeholder(tf));
        inputs.put(ANY_TEXT, placeholder(tf));
      }
    }
    return inputs;
  }

  private static Operand<TInt32> placeholder(Ops tf) {
    return tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
  }

  private static Operand<TFloat32> matrix(Ops tf) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1)));
  }

  /**
   * The wrong pairs of the whole batch.
   *
   * @param similarities rows are texts: [B, B]
   * @param scale that the contrast multiplies them with: []
   */
  HardPairs pairs(
      Ops tf,
      Operand<TFloat32> similarities,
      Operand<TFloat32> scale,
      Map<String, Operand<?>> inputs) {
    var hardImages = Contrast.hardImages(tf, similarities);
    var hardTexts = Contrast.hardTexts(tf, similarities);
    var dice = ints(inputs, DICE);
    return switch (this) {
      case HARD -> HardPairs.of(tf, hardImages, hardTexts, dice);
      case SAMPLE ->
          HardPairs.of(
              tf,
              drawn(tf, similarities, scale, floats(inputs, IMAGE_NOISE), 1),
              drawn(tf, similarities, scale, floats(inputs, TEXT_NOISE), 0),
              dice);
      case MIXED ->
          HardPairs.of(
              tf,
              either(tf, ints(inputs, ANY_IMAGE), hardImages),
              either(tf, ints(inputs, ANY_TEXT), hardTexts),
              dice);
    };
  }

  /** A draw from a softmax is the argmax of logits with Gumbel noise (Gumbel 1954). */
  private static Operand<TInt32> drawn(
      Ops tf,
      Operand<TFloat32> similarities,
      Operand<TFloat32> scale,
      Operand<TFloat32> noise,
      int axis) {
    var logits = tf.math.add(tf.math.mul(similarities, scale), noise);
    return tf.math.argMax(logits, tf.constant(axis), TInt32.class);
  }

  private static Operand<TInt32> either(Ops tf, Operand<TInt32> any, Operand<TInt32> hard) {
    return tf.select(tf.math.greaterEqual(any, tf.constant(0)), any, hard);
  }

  /** Values of {@link #inputs} for a batch of so many rows over all processes. */
  Map<String, Feed> feeds(long seed, long batch, int total) {
    long bits = SeededBits.mix(SeededBits.mix(seed, "negatives"), batch);
    var feeds = new LinkedHashMap<String, Feed>();
    var dice = ShuffledExamples.permutation(total, bits);
    feeds.put(DICE, Feed.ints(List.of((long) total), dice));
    var random = new SplittableRandom(SeededBits.mix(bits, 1));
    switch (this) {
      case HARD -> {}
      case SAMPLE -> {
        feeds.put(IMAGE_NOISE, noise(random, total));
        feeds.put(TEXT_NOISE, noise(random, total));
      }
      case MIXED -> {
        feeds.put(ANY_IMAGE, anyOrHard(random, total));
        feeds.put(ANY_TEXT, anyOrHard(random, total));
      }
    }
    return feeds;
  }

  /** The own pair is never drawn. */
  private static Feed noise(SplittableRandom random, int total) {
    var noise = new float[total * total];
    for (int i = 0; i < noise.length; i++) {
      double uniform = 1 - random.nextDouble(); // (0, 1]
      noise[i] = i % (total + 1) == 0 ? -NEVER : (float) -Math.log(-Math.log(uniform) + 1e-20);
    }
    return Feed.floats(List.of((long) total, (long) total), noise);
  }

  /** Another row for one in two, -1 for the hard one. */
  private static Feed anyOrHard(SplittableRandom random, int total) {
    var rows = new int[total];
    for (int row = 0; row < total; row++) {
      boolean any = random.nextBoolean();
      int other = otherThan(random, row, total);
      rows[row] = any ? other : -1;
    }
    return Feed.ints(List.of((long) total), rows);
  }

  /** Another row of the batch; the same if there is no other. */
  static int otherThan(SplittableRandom random, int row, int total) {
    return total == 1 ? row : (row + 1 + random.nextInt(total - 1)) % total;
  }

  private static Operand<TInt32> ints(Map<String, Operand<?>> inputs, String name) {
    return Objects.requireNonNull(inputs.get(name), name).asOutput().expect(TInt32.class);
  }

  private static Operand<TFloat32> floats(Map<String, Operand<?>> inputs, String name) {
    return Objects.requireNonNull(inputs.get(name), name).asOutput().expect(TFloat32.class);
  }
}
