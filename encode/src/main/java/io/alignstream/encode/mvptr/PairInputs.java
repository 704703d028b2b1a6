package io.alignstream.encode.mvptr;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * A batch of texts and images as the reference's models take it: seven tensors under the
 * reference's names, and the position from which stage 2 sees the image ({@code max_tag_length}, 1
 * for {@code use_b}).
 */
public final class PairInputs {
  private final Map<String, Operand<?>> placeholders = new LinkedHashMap<>();
  private final TextInput text;
  private final VisualInput image;
  private final Operand<TInt32> cut;

  private PairInputs(Ops tf, MvptrConfig config) {
    text =
        new TextInput(
            ids(tf, "input_ids_a"), ids(tf, "token_type_ids_a"), mask(tf, "attention_mask_a"));
    image =
        new VisualInput(
            ids(tf, "input_ids_b"),
            ids(tf, "token_type_ids_b"),
            mask(tf, "attention_mask_b"),
            features(tf, "img_feats", config));
    cut = placeholder(tf, "cut", TInt32.class, Shape.scalar());
  }

  /** Placeholders for a batch of any size and lengths. */
  public static PairInputs placeholders(Ops tf, MvptrConfig config) {
    return new PairInputs(tf, config);
  }

  /** What callers feed, by name; {@code cut} is [], int32. */
  public Map<String, Operand<?>> inputs() {
    return Map.copyOf(placeholders);
  }

  /** The texts. */
  public TextInput text() {
    return text;
  }

  /** The images. */
  public VisualInput image() {
    return image;
  }

  /** From where stage 2 sees the images: []. */
  public Operand<TInt32> cut() {
    return cut;
  }

  private Operand<TInt32> ids(Ops tf, String name) {
    return placeholder(tf, name, TInt32.class, Shape.of(-1, -1));
  }

  private Operand<TFloat32> mask(Ops tf, String name) {
    return tf.dtypes.cast(placeholder(tf, name, TInt32.class, Shape.of(-1, -1)), TFloat32.class);
  }

  private Operand<TFloat32> features(Ops tf, String name, MvptrConfig config) {
    return placeholder(tf, name, TFloat32.class, Shape.of(-1, -1, config.imgFeatureDim()));
  }

  private <T extends TType> Operand<T> placeholder(
      Ops tf, String name, Class<T> type, Shape shape) {
    var placeholder = tf.withName(name).placeholder(type, Placeholder.shape(shape));
    placeholders.put(name, placeholder);
    return placeholder;
  }
}
