package io.alignstream.heads.task;

import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Placeholders of labels, made and found by name. */
final class Inputs {
  private Inputs() {}

  static Operand<TInt32> ints(Ops tf, long... shape) {
    return tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(shape)));
  }

  static Operand<TFloat32> floats(Ops tf, long... shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
  }

  static Operand<TInt32> ints(Map<String, Operand<?>> labels, String name) {
    return typed(labels, name, TInt32.class);
  }

  static Operand<TFloat32> floats(Map<String, Operand<?>> labels, String name) {
    return typed(labels, name, TFloat32.class);
  }

  @SuppressWarnings("unchecked") // the type is checked
  private static <T extends TType> Operand<T> typed(
      Map<String, Operand<?>> labels, String name, Class<T> type) {
    var found = labels.get(name);
    if (found == null || !found.type().equals(type)) {
      throw new IllegalArgumentException(
          "no %s %s among %s".formatted(type.getSimpleName(), name, labels.keySet()));
    }
    return (Operand<T>) found;
  }
}
