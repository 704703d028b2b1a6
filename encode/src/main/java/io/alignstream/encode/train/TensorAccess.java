package io.alignstream.encode.train;

import io.alignstream.encode.optimize.State;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Variables;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Ways in and out of weights and optimizer state, group by group, for checkpoints. */
final class TensorAccess {
  private static final String WEIGHT = "weight ";
  private static final String STATE = "state ";

  private final Variables variables;
  private final State state;
  private final Map<String, List<Long>> shapes = new LinkedHashMap<>();
  private final List<List<String>> chunks;

  private Map<String, FloatBuffer> loaded = Map.of();

  TensorAccess(Variables variables, State state) {
    this.variables = variables;
    this.state = state;
    variables
        .all()
        .forEach(
            (name, variable) -> {
              var shape = variable.value().shape().asArray();
              shapes.put(WEIGHT + name, Arrays.stream(shape).boxed().toList());
            });
    state.slots().forEach((name, slot) -> shapes.put(STATE + name, slot.shape()));
    this.chunks = Chunks.of(shapes);
  }

  /** {@code read <i>} and {@code write state <i>} for every group, and {@code zero state}. */
  List<GraphFunction> functions(Ops tf) {
    var functions = new ArrayList<GraphFunction>();
    for (int i = 0; i < chunks.size(); i++) {
      var outputs = new LinkedHashMap<String, Operand<?>>();
      var inputs = new LinkedHashMap<String, Operand<?>>();
      var writes = new ArrayList<Op>();
      for (var name : chunks.get(i)) {
        if (name.startsWith(WEIGHT)) {
          var weight = variables.all().get(name.substring(WEIGHT.length()));
          outputs.put(name, Objects.requireNonNull(weight).value());
        } else {
          var slot = slot(name);
          outputs.put(name, tf.readVariableOp(slot.handle(), TFloat32.class));
          var input = State.input(tf, slot);
          inputs.put(name, input);
          writes.add(tf.assignVariableOp(slot.handle(), input));
        }
      }
      functions.add(GraphFunction.of("read " + i, Map.of(), outputs));
      if (!writes.isEmpty()) {
        functions.add(new GraphFunction("write state " + i, inputs, Map.of(), writes));
      }
    }
    functions.add(new GraphFunction("zero state", Map.of(), Map.of(), List.of(state.zero())));
    return functions;
  }

  private State.Slot slot(String name) {
    return Objects.requireNonNull(state.slots().get(name.substring(STATE.length())), name);
  }

  /** A copy of a weight that the graph reads. */
  FloatBuffer weight(GraphSession session, String name) {
    return read(session, WEIGHT + name);
  }

  /** A copy of a piece of state. */
  FloatBuffer state(GraphSession session, String name) {
    return read(session, STATE + name);
  }

  /** What was read no longer stands. */
  void forget() {
    loaded = Map.of();
  }

  private FloatBuffer read(GraphSession session, String name) {
    var value = loaded.get(name);
    if (value == null) {
      loaded = readChunk(session, name);
      value = Objects.requireNonNull(loaded.get(name), name);
    }
    return value.duplicate();
  }

  private Map<String, FloatBuffer> readChunk(GraphSession session, String name) {
    for (int i = 0; i < chunks.size(); i++) {
      if (chunks.get(i).contains(name)) {
        return session.run(
            "read " + i,
            Map.of(),
            results -> {
              var values = new LinkedHashMap<String, FloatBuffer>();
              results
                  .names()
                  .forEach(read -> values.put(read, FloatBuffer.wrap(results.copyFloats(read))));
              return values;
            });
      }
    }
    throw new IllegalArgumentException("the graph has no " + name);
  }

  /** Writes the whole state. */
  void writeState(GraphSession session, Function<String, FloatBuffer> value) {
    for (int i = 0; i < chunks.size(); i++) {
      var inputs = new LinkedHashMap<String, Feed>();
      for (var name : chunks.get(i)) {
        if (name.startsWith(STATE)) {
          var values = value.apply(name.substring(STATE.length()));
          inputs.put(name, Feed.floats(slot(name).shape(), buffer -> buffer.put(values)));
        }
      }
      if (!inputs.isEmpty()) {
        session.run("write state " + i, inputs);
      }
    }
    forget();
  }
}
