package io.alignstream.encode.train;

import io.alignstream.encode.optimize.Gradients;
import io.alignstream.encode.optimize.Optimizer;
import io.alignstream.encode.optimize.State;
import io.alignstream.encode.replicas.Replicas;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.Variables;
import io.alignstream.encode.runtime.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * The graph of a training: losses, their gradients over all processes, and the update of every
 * weight that takes part and is not frozen.
 *
 * <p>Order of a step: terms' sums and counts are reduced; each process differentiates its own sums
 * divided by the common counts; gradients are reduced; the global norm clips them; the optimizer
 * moves. So several processes do what one would, up to the order of summation.
 */
final class TrainingGraph {
  static final String BATCH = "train.batch";
  static final String FIRST_ROW = "train.first-row";
  static final String ROWS = "train.rows";
  static final String TOTAL_ROWS = "train.total-rows";
  static final String RATE = "train.rate";
  static final String STEP_SIZE = "train.step-size";
  static final String STOP = "train.stop";
  static final String LOSS = "loss";
  static final String NORM = "gradient-norm";

  private final Ops tf;
  private final TrainingSettings settings;
  private final Replicas replicas;
  private final Variables variables;
  private final State state;

  private final Placeholder<TInt64> batch;
  private final Placeholder<TFloat32> stop;
  private final Replicas.Rows rows;
  private final Optimizer.Rates rates;

  TrainingGraph(
      Ops tf, TrainingSettings settings, Replicas replicas, Variables variables, State state) {
    this.tf = tf;
    this.settings = settings;
    this.replicas = replicas;
    this.variables = variables;
    this.state = state;
    this.batch = scalar(TInt64.class);
    this.stop = scalar(TFloat32.class);
    this.rows = new Replicas.Rows(scalar(TInt32.class), scalar(TInt32.class), scalar(TInt32.class));
    this.rates = new Optimizer.Rates(scalar(TFloat32.class), scalar(TFloat32.class));
  }

  /** What runs a step: {@code train}, or {@code accumulate} and {@code apply}. */
  List<GraphFunction> functions(Objective objective, Weights weights) {
    var dropout = new StepDropout(settings.seed(), batch, rows.first(), rows.count());
    var losses = objective.build(tf, weights, new Objective.Step(dropout, replicas, rows));
    var outputs = new LinkedHashMap<String, Operand<?>>();
    var loss = loss(losses, outputs);
    var gradients = gradients(loss);

    var inputs = new LinkedHashMap<>(losses.inputs());
    inputs.put(BATCH, batch);
    inputs.put(STOP, stop);
    inputs.put(FIRST_ROW, rows.first());
    inputs.put(ROWS, rows.count());
    inputs.put(TOTAL_ROWS, rows.total());
    if (settings.accumulation() == 1) {
      inputs.putAll(rates());
      var updates = updates(gradients, outputs, List.of(loss));
      return List.of(new GraphFunction("train", inputs, outputs, updates));
    }
    return accumulating(inputs, outputs, gradients, loss);
  }

  private Map<String, Operand<?>> rates() {
    return Map.of(RATE, rates.rate(), STEP_SIZE, rates.stepSize());
  }

  /** What this process minimises; the whole loss, its terms and measures go to the outputs. */
  private Operand<TFloat32> loss(Objective.Losses losses, Map<String, Operand<?>> outputs) {
    var all = new ArrayList<>(losses.terms());
    all.addAll(losses.measures());
    var numbers = new ArrayList<Operand<TFloat32>>();
    for (var term : all) {
      numbers.add(term.sum());
      numbers.add(term.count());
    }
    numbers.add(stop); // who wants to stop tells the others in the same message
    var own = tf.stopGradient(tf.stack(numbers)); // [2 T + 1]
    var whole = tf.unstack(replicas.sum(tf, own), (long) numbers.size()).output();

    var parts = new ArrayList<Operand<TFloat32>>();
    var total = new ArrayList<Operand<TFloat32>>();
    for (int i = 0; i < all.size(); i++) {
      var term = all.get(i);
      var count = whole.get(2 * i + 1);
      var mean = tf.math.divNoNan(whole.get(2 * i), count);
      if (i < losses.terms().size()) {
        var weight = tf.constant((float) term.weight());
        parts.add(tf.math.mul(tf.math.divNoNan(term.sum(), count), weight));
        total.add(tf.math.mul(mean, weight));
        outputs.put(LOSS + "/" + term.name(), mean);
      } else {
        outputs.put(term.name(), mean);
      }
    }
    outputs.put(LOSS, tf.math.addN(total));
    outputs.put(STOP, whole.get(2 * all.size()));
    return tf.math.addN(parts);
  }

  /** Of this process's part, for the weights that move. */
  private Map<String, Operand<TFloat32>> gradients(Operand<TFloat32> loss) {
    Map<String, Operand<TFloat32>> moving = new LinkedHashMap<>();
    variables
        .all()
        .forEach(
            (name, variable) -> {
              if (!settings.groups().of(name).frozen()) {
                moving.put(name, variable.value());
              }
            });
    var gradients = new LinkedHashMap<>(Gradients.of(tf, loss, moving));
    gradients.replaceAll(
        (name, gradient) -> {
          var shaped = tf.ensureShape(gradient, Shape.of(shapeOf(name)));
          int still = settings.groups().of(name).stillRows();
          return still == 0 ? shaped : Gradients.withStillRows(tf, shaped, still);
        });
    if (gradients.isEmpty()) {
      throw new IllegalArgumentException("no weight takes part in the loss and may move");
    }
    return gradients;
  }

  /** Reduces, clips and applies; nothing is written before everything was read. */
  private List<Op> updates(
      Map<String, Operand<TFloat32>> own, Map<String, Operand<?>> outputs, List<Op> after) {
    var names = List.copyOf(own.keySet());
    var whole = replicas.sums(tf, List.copyOf(own.values()));
    var norm = Gradients.globalNorm(tf, whole);
    outputs.put(NORM, norm);

    var read = new ArrayList<Op>(after);
    variables.all().values().forEach(variable -> read.add(variable.value()));
    var then = tf.withControlDependencies(List.of(tf.withControlDependencies(read).noOp()));
    var updates = new ArrayList<Op>();
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      var gradient = clipped(whole.get(i), norm);
      var target = new Optimizer.Target(name, boxed(shapeOf(name)), variable(name).handle());
      updates.add(
          settings
              .optimizer()
              .update(then, state, target, gradient, rates, settings.groups().of(name)));
    }
    return updates;
  }

  private Operand<TFloat32> clipped(Operand<TFloat32> gradient, Operand<TFloat32> norm) {
    return settings.maxGradientNorm() == 0
        ? gradient
        : tf.math.mul(gradient, Gradients.clipFactor(tf, norm, settings.maxGradientNorm()));
  }

  /** Gradients are kept as sums over batches, and their mean is applied. */
  private List<GraphFunction> accumulating(
      Map<String, Operand<?>> inputs,
      Map<String, Operand<?>> outputs,
      Map<String, Operand<TFloat32>> gradients,
      Operand<TFloat32> loss) {
    var adding = new ArrayList<Op>();
    var means = new LinkedHashMap<String, Operand<TFloat32>>();
    var reads = new ArrayList<Op>();
    var sums = new ArrayList<State.Slot>();
    gradients.forEach(
        (name, gradient) -> {
          var sum = state.create(name + "/gradient", boxed(shapeOf(name)));
          sums.add(sum);
          adding.add(tf.assignAddVariableOp(sum.handle(), gradient));
          var read =
              tf.ensureShape(
                  tf.readVariableOp(sum.handle(), TFloat32.class), Shape.of(shapeOf(name)));
          reads.add(read);
          means.put(name, tf.math.mul(read, tf.constant(1f / settings.accumulation())));
        });
    var applied = new LinkedHashMap<String, Operand<?>>();
    var updates = new ArrayList<>(updates(means, applied, reads));
    var last = tf.withControlDependencies(updates);
    sums.forEach(sum -> updates.add(State.zero(last, sum)));
    adding.add(loss);
    return List.of(
        new GraphFunction("accumulate", inputs, outputs, adding),
        new GraphFunction("apply", rates(), applied, updates));
  }

  private Variables.Variable variable(String name) {
    return Objects.requireNonNull(variables.all().get(name), name);
  }

  private long[] shapeOf(String name) {
    return variable(name).value().shape().asArray();
  }

  private static List<Long> boxed(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  private <T extends TType> Placeholder<T> scalar(Class<T> type) {
    return tf.placeholder(type, Placeholder.shape(Shape.scalar()));
  }
}
