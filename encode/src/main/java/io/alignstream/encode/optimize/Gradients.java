package io.alignstream.encode.optimize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/** Gradients of a loss for named weights, and what is done to them before an update. */
public final class Gradients {
  private Gradients() {}

  /**
   * Gradients of a loss, dense.
   *
   * @param loss a scalar
   * @param weights by name
   * @return for the weights that take part in the loss, in their order; others have none
   */
  public static Map<String, Operand<TFloat32>> of(
      Ops tf, Operand<TFloat32> loss, Map<String, Operand<TFloat32>> weights) {
    var graph = (Graph) tf.scope().env();
    var reached = differentiable(loss);
    var names = new ArrayList<String>();
    var at = new ArrayList<Output<?>>();
    weights.forEach(
        (name, weight) -> {
          if (reached.contains(weight.op().name())) {
            names.add(name);
            at.add(weight.asOutput());
          }
        });
    if (names.isEmpty()) {
      return Map.of();
    }
    var outputs = graph.addGradients(loss.asOutput(), at.toArray(Output<?>[]::new));
    var gradients = new LinkedHashMap<String, Operand<TFloat32>>();
    for (int i = 0; i < names.size(); i++) {
      gradients.put(names.get(i), outputs[i].expect(TFloat32.class));
    }
    return gradients;
  }

  /** Names of the ops that a loss depends on by numbers that have derivatives. */
  private static Set<String> differentiable(Operand<TFloat32> loss) {
    var seen = new HashSet<String>();
    var open = new ArrayDeque<GraphOperation>();
    open.add((GraphOperation) loss.op());
    seen.add(loss.op().name());
    while (!open.isEmpty()) {
      var op = open.remove();
      if (op.type().equals("StopGradient")) {
        continue;
      }
      for (int i = 0; i < op.numInputs(); i++) {
        var input = op.input(i);
        if (input.dataType() == DataType.DT_FLOAT && seen.add(input.op().name())) {
          open.add((GraphOperation) input.op());
        }
      }
    }
    return seen;
  }

  /** Length of all gradients taken as one vector. */
  public static Operand<TFloat32> globalNorm(Ops tf, Iterable<Operand<TFloat32>> gradients) {
    var halves = new ArrayList<Operand<TFloat32>>();
    gradients.forEach(gradient -> halves.add(tf.nn.l2Loss(gradient)));
    return tf.math.sqrt(tf.math.mul(tf.math.addN(halves), tf.constant(2f)));
  }

  /** Factor {@code min(1, max / (norm + 1e-6))} of clipping by global norm, as torch has it. */
  public static Operand<TFloat32> clipFactor(Ops tf, Operand<TFloat32> norm, double max) {
    var share = tf.math.div(tf.constant((float) max), tf.math.add(norm, tf.constant(1e-6f)));
    return tf.math.minimum(tf.constant(1f), share);
  }

  /**
   * A gradient whose first rows are 0.
   *
   * @param gradient [V, H]
   */
  public static Operand<TFloat32> withStillRows(Ops tf, Operand<TFloat32> gradient, int rows) {
    var indices = new int[rows];
    for (int i = 0; i < rows; i++) {
      indices[i] = i;
    }
    var first = tf.gather(gradient, tf.constant(indices), tf.constant(0)); // [rows, H]
    return tf.tensorScatterNdUpdate(
        gradient, tf.expandDims(tf.constant(indices), tf.constant(1)), tf.zerosLike(first));
  }
}
