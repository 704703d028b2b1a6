package io.alignstream.encode.runtime;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model class has: every parameter's name, as the checkpoint spells it, and its shape.
 *
 * @param shapes in the order of the model's parts
 */
public record Parameters(Map<String, List<Long>> shapes) {
  /** Copies the shapes. */
  public Parameters {
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
  }

  /** Names in order. */
  public Set<String> names() {
    return shapes.keySet();
  }

  /**
   * Shape of a parameter.
   *
   * @throws IllegalArgumentException if the model has none of that name
   */
  public List<Long> shape(String name) {
    var shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("the model declares no parameter " + name);
    }
    return shape;
  }

  /** Collects parameters part by part. */
  public static final class Builder {
    private final Map<String, List<Long>> shapes;
    private final String prefix;

    /** Nothing yet. */
    public Builder() {
      this(new LinkedHashMap<>(), "");
    }

    private Builder(Map<String, List<Long>> shapes, String prefix) {
      this.shapes = shapes;
      this.prefix = prefix;
    }

    /** The same collection below a path: {@code at("attention.self")}. */
    public Builder at(String path) {
      return new Builder(shapes, prefix + path + ".");
    }

    /** One tensor. */
    public Builder add(String name, long... shape) {
      if (shapes.put(prefix + name, Arrays.stream(shape).boxed().toList()) != null) {
        throw new IllegalArgumentException("twice the parameter " + prefix + name);
      }
      return this;
    }

    /** {@code weight} [out, in] and {@code bias} [out] below a path. */
    public Builder linear(String path, long in, long out) {
      at(path).add("weight", out, in).add("bias", out);
      return this;
    }

    /** {@code weight} and {@code bias} [size] below a path. */
    public Builder layerNorm(String path, long size) {
      at(path).add("weight", size).add("bias", size);
      return this;
    }

    /** What was collected, whatever path this builder stands at. */
    public Parameters build() {
      return new Parameters(shapes);
    }
  }
}
