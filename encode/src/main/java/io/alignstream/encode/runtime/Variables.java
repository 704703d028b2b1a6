package io.alignstream.encode.runtime;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssignVariableOp;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/**
 * A model's parameters as variables of a session, for training: initialised once from their values
 * and shared by every function of the graph. Only parameters that the graph reads become variables.
 */
public final class Variables {

  /**
   * One variable.
   *
   * @param handle the resource, for optimizer ops
   * @param value what the graph reads, and what gradients are taken for
   */
  public record Variable(VarHandleOp handle, Operand<TFloat32> value) {}

  private record Assignment(Placeholder<TFloat32> source, AssignVariableOp op) {}

  private static final long RUN_BYTES = 64 << 20;

  private final ParameterValues values;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<String, Assignment> assignments = new LinkedHashMap<>();

  /** Variables that start from these values. */
  public Variables(ParameterValues values) {
    this.values = values;
  }

  /** The model's parameters, bound to these variables. */
  public Weights bind(Ops tf) {
    return Weights.bind(tf, values.parameters(), this::create);
  }

  private Operand<TFloat32> create(Ops tf, String name) {
    var shape = NativeTensors.shape(values.parameters().shape(name));
    var handle = tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
    var source = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    assignments.put(name, new Assignment(source, tf.assignVariableOp(handle, source)));
    var value = tf.readVariableOp(handle, TFloat32.class);
    variables.put(name, new Variable(handle, value));
    return value;
  }

  /** What the graph reads, by parameter name, in the order in which it was built. */
  public Map<String, Variable> all() {
    return Collections.unmodifiableMap(variables);
  }

  /** Writes every variable's starting value. */
  public void initialize(GraphSession session) {
    assign(session, assignments.keySet(), values::floats);
  }

  /**
   * Writes variables: as many in one run as {@link #RUN_BYTES} allow, because every other
   * combination of feeds costs TensorFlow a look at the whole graph.
   *
   * @param value of a variable, by name
   */
  public void assign(
      GraphSession session, Collection<String> names, Function<String, FloatBuffer> value) {
    var sources = new LinkedHashMap<Operand<?>, Tensor>();
    var targets = new ArrayList<Op>();
    long bytes = 0;
    try {
      for (var name : names) {
        var assignment = assignments.get(name);
        if (assignment == null) {
          throw new IllegalArgumentException("the graph reads no parameter " + name);
        }
        var tensor = NativeTensors.floats(values.parameters().shape(name), value.apply(name));
        sources.put(assignment.source(), tensor);
        targets.add(assignment.op());
        bytes += tensor.numBytes();
        if (bytes >= RUN_BYTES) {
          flush(session, sources, targets);
          bytes = 0;
        }
      }
      flush(session, sources, targets);
    } finally {
      sources.values().forEach(Tensor::close);
    }
  }

  private static void flush(
      GraphSession session, Map<Operand<?>, Tensor> sources, List<Op> targets) {
    if (!targets.isEmpty()) {
      session.feed(sources, targets);
    }
    sources.values().forEach(Tensor::close);
    sources.clear();
    targets.clear();
  }
}
