package io.alignstream.encode.bert;

import io.alignstream.encode.runtime.Layers;
import io.alignstream.encode.runtime.ModelException;
import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The reference's activations, by the names of {@code hidden_act}. */
public enum Activation {
  /** The exact one, with erf. */
  GELU {
    @Override
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      return Layers.gelu(tf, x);
    }
  },
  RELU {
    @Override
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      return tf.nn.relu(x);
    }
  },
  SWISH {
    @Override
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      return tf.math.mul(x, tf.math.sigmoid(x));
    }
  };

  /** Element by element. */
  public abstract Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x);

  static Activation of(String name) {
    for (var activation : values()) {
      if (activation.name().toLowerCase(Locale.ROOT).equals(name)) {
        return activation;
      }
    }
    throw new ModelException(
        "config.json: hidden_act is %s, not gelu, relu or swish".formatted(name));
  }
}
