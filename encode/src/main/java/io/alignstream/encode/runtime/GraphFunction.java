package io.alignstream.encode.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;

/**
 * A named way through a graph.
 *
 * @param inputs placeholders, by the names that callers use
 * @param outputs what it gives
 * @param targets what else it runs, such as assignments
 */
public record GraphFunction(
    String name,
    Map<String, Operand<?>> inputs,
    Map<String, Operand<?>> outputs,
    List<Op> targets) {
  /** Copies the collections. */
  public GraphFunction {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    targets = List.copyOf(targets);
  }

  /** A function that only gives outputs. */
  public static GraphFunction of(
      String name, Map<String, Operand<?>> inputs, Map<String, Operand<?>> outputs) {
    return new GraphFunction(name, inputs, outputs, List.of());
  }

  /** The placeholder of an input. */
  Operand<?> input(String input) {
    var placeholder = inputs.get(input);
    if (placeholder == null) {
      throw new ModelException("%s takes %s, not %s".formatted(name, inputs.keySet(), input));
    }
    return placeholder;
  }
}
