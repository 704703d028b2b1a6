package io.alignstream.encode.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssignVariableOp;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/**
 * Parameters that do not change. As constants TensorFlow packs them for oneDNN once, which is what
 * makes small batches fast, but it keeps several copies of them (the graph's, the session's, each
 * function's). Above a size they are therefore variables: one copy, whatever reads it.
 */
public final class FrozenWeights {
  private final ParameterValues values;
  private final long largestConstant;
  private final List<Assignment> assignments = new ArrayList<>();

  private record Assignment(
      List<String> names, boolean turned, Placeholder<TFloat32> source, AssignVariableOp op) {}

  /**
   * Parameters with these values.
   *
   * @param largestConstant bytes of the largest tensor that becomes a constant
   */
  public FrozenWeights(ParameterValues values, long largestConstant) {
    this.values = values;
    this.largestConstant = largestConstant;
  }

  /** The model's parameters, bound to a graph. */
  public Weights bind(Ops tf) {
    return Weights.frozen(tf, values.parameters(), this::create);
  }

  private Operand<TFloat32> create(Ops tf, List<String> names, boolean turned) {
    var shape = NativeTensors.stackedShape(values.parameters(), names, turned);
    if (shape.size() * Float.BYTES <= largestConstant) {
      try (var tensor = NativeTensors.stacked(values, names, turned)) {
        return tf.constantOf(tensor);
      }
    }
    var handle =
        tf.varHandleOp(
            TFloat32.class,
            shape,
            VarHandleOp.sharedName(String.join("+", names) + (turned ? " turned" : "")));
    var source = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    assignments.add(new Assignment(names, turned, source, tf.assignVariableOp(handle, source)));
    return tf.readVariableOp(handle, TFloat32.class);
  }

  /** Writes the variables, one native copy at a time; to be called once, before anything runs. */
  public void initialize(GraphSession session) {
    for (var assignment : assignments) {
      try (var tensor = NativeTensors.stacked(values, assignment.names(), assignment.turned())) {
        session.feed(Map.of(assignment.source(), tensor), List.of(assignment.op()));
      }
    }
  }
}
