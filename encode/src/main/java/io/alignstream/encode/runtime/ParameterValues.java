package io.alignstream.encode.runtime;

import io.alignstream.encode.checkpoint.Checkpoint;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A value for every parameter of a model, read when it is asked for. */
public final class ParameterValues {
  private final Parameters parameters;
  private final Map<String, Supplier<FloatBuffer>> values;

  private ParameterValues(Parameters parameters, Map<String, Supplier<FloatBuffer>> values) {
    this.parameters = parameters;
    this.values = values;
  }

  /**
   * The values of a checkpoint.
   *
   * @throws ModelException that lists every missing, surplus and mis-shaped tensor
   */
  public static ParameterValues load(
      Checkpoint checkpoint, Parameters parameters, LoadRules rules) {
    Map<String, String> stored = new LinkedHashMap<>(); // the model's name → the checkpoint's
    var surplus = new ArrayList<String>();
    for (var name : checkpoint.names()) {
      var modelName = rules.modelName(name);
      if (!parameters.names().contains(modelName)) {
        if (!rules.isIgnored(modelName)) {
          surplus.add(name);
        }
      } else if (stored.put(modelName, name) != null) {
        surplus.add(name);
      }
    }
    var missing = new ArrayList<String>();
    var misshaped = new ArrayList<String>();
    Map<String, Supplier<FloatBuffer>> values = new LinkedHashMap<>();
    for (var name : parameters.names()) {
      var shape = parameters.shape(name);
      var source = stored.get(name);
      if (source == null) {
        if (rules.isOptional(name)) {
          values.put(name, () -> rules.initial().of(name, shape));
        } else {
          missing.add(name);
        }
      } else if (!checkpoint.info(source).shape().equals(shape)) {
        misshaped.add("%s is %s, not %s".formatted(source, checkpoint.info(source).shape(), shape));
      } else {
        values.put(name, () -> checkpoint.floats(source));
      }
    }
    if (!missing.isEmpty() || !surplus.isEmpty() || !misshaped.isEmpty()) {
      throw new ModelException(
          "%s does not fit the model:%s%s%s"
              .formatted(
                  checkpoint.path(),
                  listed("missing", missing),
                  listed("surplus", surplus),
                  listed("of another shape", misshaped)));
    }
    return new ParameterValues(parameters, values);
  }

  /** Values made up for a model without a checkpoint. */
  public static ParameterValues initial(Parameters parameters, InitialValues initial) {
    Map<String, Supplier<FloatBuffer>> values = new LinkedHashMap<>();
    for (var name : parameters.names()) {
      values.put(name, () -> initial.of(name, parameters.shape(name)));
    }
    return new ParameterValues(parameters, values);
  }

  /** What there are values for. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * The values of a parameter, row-major.
   *
   * @throws IllegalArgumentException if the model declares none of that name
   */
  public FloatBuffer floats(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the model declares no parameter " + name);
    }
    return value.get();
  }

  private static String listed(String what, List<String> names) {
    return names.isEmpty() ? "" : "%n  %s: %s".formatted(what, String.join(", ", names));
  }
}
