package io.alignstream.encode.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A subtree of a model's parameters, bound to the graph scope of the same path. The Java line that
 * makes a layer reads like the checkpoint key it loads: {@code w.at("attention.self").get("bias")}
 * yields {@code ….attention.self.bias}, and what is built with {@code w.tf()} is named alike, so
 * that TensorFlow's own messages say where they come from. Not thread-safe, like the graph's
 * building itself.
 */
public final class Weights {

  /** How a parameter becomes a tensor of the graph. */
  @FunctionalInterface
  public interface Binding {
    /** Called once a parameter, in its scope. */
    Operand<TFloat32> bind(Ops tf, String name);
  }

  /** How parameters that do not change become one tensor, stacked row by row. */
  @FunctionalInterface
  interface Stacking {
    /**
     * @param transposed rows become columns after stacking
     */
    Operand<TFloat32> bind(Ops tf, List<String> names, boolean transposed);
  }

  /**
   * @param frozen where the parameters do not change
   */
  private record Root(Parameters parameters, Binding binding, Optional<Stacking> frozen) {}

  private final Root root;
  private final String path;
  private final Ops tf;
  private final Map<String, Weights> children = new HashMap<>();
  private final Map<String, Operand<TFloat32>> tensors = new HashMap<>();

  private Weights(Root root, String path, Ops tf) {
    this.root = root;
    this.path = path;
    this.tf = tf;
  }

  /** All parameters of a model, bound in one way. */
  public static Weights bind(Ops tf, Parameters parameters, Binding binding) {
    return new Weights(new Root(parameters, binding, Optional.empty()), "", tf);
  }

  /** Constants of the graph, for inference: TensorFlow folds and packs them. */
  public static Weights frozen(Ops tf, ParameterValues values) {
    return new FrozenWeights(values, Long.MAX_VALUE).bind(tf);
  }

  /** Parameters that do not change. */
  static Weights frozen(Ops tf, Parameters parameters, Stacking stacking) {
    return new Weights(
        new Root(
            parameters,
            (scope, name) -> stacking.bind(scope, List.of(name), false),
            Optional.of(stacking)),
        "",
        tf);
  }

  /** The subtree below a dotted path; the same object each time. */
  public Weights at(String subPath) {
    int dot = subPath.indexOf('.');
    if (dot >= 0) {
      return at(subPath.substring(0, dot)).at(subPath.substring(dot + 1));
    }
    return children.computeIfAbsent(
        subPath, name -> new Weights(root, qualified(name), tf.withSubScope(name)));
  }

  /** The subtree of one of several equal parts: {@code at("layer", 3)}. */
  public Weights at(String subPath, int index) {
    return at(subPath).at(Integer.toString(index));
  }

  /**
   * One tensor; the same each time.
   *
   * @throws IllegalArgumentException if the model declares none of that name
   */
  public Operand<TFloat32> get(String name) {
    var known = tensors.get(name);
    if (known != null) {
      return known;
    }
    root.parameters().shape(qualified(name));
    var tensor = root.binding().bind(tf.withName(name), qualified(name));
    tensors.put(name, tensor);
    return tensor;
  }

  /**
   * Several tensors of equal row size as one, row by row: constants are stacked before they enter
   * the graph, variables in it.
   */
  public Operand<TFloat32> stacked(List<String> names) {
    return stacked(names, false);
  }

  /**
   * The same as {@link #stacked}, rows turned into columns: [out, in] to [in, the sum of outs].
   * What does not change is turned before it enters the graph: oneDNN then need not do it at each
   * product.
   */
  Operand<TFloat32> turned(List<String> names) {
    return stacked(names, true);
  }

  private Operand<TFloat32> stacked(List<String> names, boolean turned) {
    var key = String.join("+", names) + (turned ? " turned" : "");
    var known = tensors.get(key);
    if (known != null) {
      return known;
    }
    var scope = tf.withName("stacked");
    var tensor =
        root.frozen()
            .map(frozen -> frozen.bind(scope, names.stream().map(this::qualified).toList(), turned))
            .orElseGet(
                () ->
                    names.size() == 1
                        ? find(names.get(0))
                        : scope.concat(names.stream().map(this::find).toList(), scope.constant(0)));
    tensors.put(key, tensor);
    return tensor;
  }

  /** Whether {@link #turned} costs nothing in the graph. */
  boolean isFrozen() {
    return root.frozen().isPresent();
  }

  private Operand<TFloat32> find(String subPath) {
    int dot = subPath.lastIndexOf('.');
    return dot < 0 ? get(subPath) : at(subPath.substring(0, dot)).get(subPath.substring(dot + 1));
  }

  /** Whether these do not change and are on the CPU, where oneDNN's fused kernels can take them. */
  boolean isFrozenOnCpu() {
    return root.frozen().isPresent() && !tf.scope().getDeviceString().contains("GPU");
  }

  /** Whether the model declares a tensor of that name here. */
  public boolean has(String name) {
    return root.parameters().names().contains(qualified(name));
  }

  /** Declared shape of a tensor. */
  public List<Long> shape(String name) {
    return root.parameters().shape(qualified(name));
  }

  /** Where this subtree is: {@code bert.txt_encoder.layer.0}; empty at the root. */
  public String path() {
    return path;
  }

  /** Builds in this subtree's scope. */
  public Ops tf() {
    return tf;
  }

  private String qualified(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
