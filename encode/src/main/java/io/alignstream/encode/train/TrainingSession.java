package io.alignstream.encode.train;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.optimize.State;
import io.alignstream.encode.replicas.Alone;
import io.alignstream.encode.replicas.Replicas;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Variables;
import io.alignstream.encode.runtime.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * A model in training: its weights and the optimizer's state, moved step by step. One thread at a
 * time.
 */
public final class TrainingSession implements AutoCloseable {

  /**
   * What a step gave.
   *
   * @param loss over the whole batch, before the update
   * @param gradientNorm before clipping
   * @param stop whether a process asked to stop
   * @param values the loss's terms as {@code loss/<name>}, and the objective's measures
   * @param runNanos time spent in TensorFlow
   */
  public record StepResult(
      double loss, double gradientNorm, boolean stop, Map<String, Double> values, long runNanos) {
    /** Copies the values. */
    public StepResult {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  private record Access(State state, TensorAccess tensors) {}

  private static final Set<String> OWN =
      Set.of(TrainingGraph.LOSS, TrainingGraph.STOP, TrainingGraph.NORM);

  private final TrainingSettings settings;
  private final Replicas replicas;
  private final ParameterValues start;
  private final Variables variables;
  private final State state;
  private final TensorAccess access;
  private final GraphSession session;

  private TrainingSession(
      TrainingSettings settings,
      Replicas replicas,
      ParameterValues start,
      Variables variables,
      Access built,
      GraphSession session) {
    this.settings = settings;
    this.replicas = replicas;
    this.start = start;
    this.variables = variables;
    this.state = built.state();
    this.access = built.tensors();
    this.session = session;
  }

  /**
   * Builds the graph, opens its session and sets the weights to their starting values.
   *
   * @param evaluation further functions over the same weights, without dropout
   * @param open how a session is opened: {@code ReplicaGroup.sessions()}, or a local one
   */
  public static TrainingSession open(
      DeviceSettings device,
      Function<Graph, Session> open,
      Replicas replicas,
      TrainingSettings settings,
      ParameterValues start,
      Objective objective,
      BiFunction<Ops, Weights, List<GraphFunction>> evaluation) {
    var variables = new Variables(start);
    var built = new ArrayList<Access>();
    var session =
        GraphSession.build(
            device,
            open,
            tf -> {
              var state = new State(tf);
              var weights = variables.bind(tf);
              var functions = new ArrayList<>(evaluation.apply(tf, weights));
              functions.addAll(
                  new TrainingGraph(tf, settings, replicas, variables, state)
                      .functions(objective, weights));
              var access = new TensorAccess(variables, state);
              functions.addAll(access.functions(tf));
              built.add(new Access(state, access));
              return functions;
            });
    try {
      variables.initialize(session);
      session.run("zero state", Map.of());
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
    return new TrainingSession(settings, replicas, start, variables, built.get(0), session);
  }

  /** The same for one process. */
  public static TrainingSession alone(
      DeviceSettings device,
      TrainingSettings settings,
      ParameterValues start,
      Objective objective,
      BiFunction<Ops, Weights, List<GraphFunction>> evaluation) {
    return open(
        device,
        graph -> new Session(graph, device.toProto()),
        new Alone(),
        settings,
        start,
        objective,
        evaluation);
  }

  /**
   * Computes this process's share of a step and takes part in its update.
   *
   * @param step counted from 0
   * @param batches the share's rows of every batch of the step
   * @param rate learning rate
   * @param stop whether to tell all processes that this is the last step
   */
  public StepResult step(
      long step, Share share, List<Map<String, Feed>> batches, double rate, boolean stop) {
    if (batches.size() != settings.accumulation()) {
      throw new IllegalArgumentException(
          "a step takes %d batches, not %d".formatted(settings.accumulation(), batches.size()));
    }
    access.forget();
    var rates = new LinkedHashMap<String, Feed>();
    rates.put(TrainingGraph.RATE, number((float) rate));
    rates.put(
        TrainingGraph.STEP_SIZE, number((float) settings.optimizer().stepSize(rate, step + 1)));
    var clock = new RunClock(session);
    if (batches.size() == 1) {
      var inputs = inputs(step, share, batches.get(0), stop);
      inputs.putAll(rates);
      var values = clock.run("train", inputs);
      return result(values, 1, values, clock);
    }
    var sums = new LinkedHashMap<String, Double>();
    for (int i = 0; i < batches.size(); i++) {
      clock
          .run("accumulate", inputs(step * batches.size() + i, share, batches.get(i), stop))
          .forEach((name, value) -> sums.merge(name, value, Double::sum));
    }
    return result(sums, batches.size(), clock.run("apply", rates), clock);
  }

  private static StepResult result(
      Map<String, Double> sums, int count, Map<String, Double> applied, RunClock clock) {
    var values = new LinkedHashMap<String, Double>();
    sums.forEach((name, sum) -> values.put(name, sum / count));
    double loss = values.getOrDefault(TrainingGraph.LOSS, Double.NaN);
    boolean stop = values.getOrDefault(TrainingGraph.STOP, 0.0) > 0;
    double norm = applied.getOrDefault(TrainingGraph.NORM, Double.NaN);
    values.keySet().removeAll(OWN);
    return new StepResult(loss, norm, stop, values, clock.nanos());
  }

  private static Map<String, Feed> inputs(
      long batch, Share share, Map<String, Feed> rows, boolean stop) {
    var inputs = new LinkedHashMap<>(rows);
    inputs.put(TrainingGraph.BATCH, Feed.longs(List.of(), buffer -> buffer.put(batch)));
    inputs.put(TrainingGraph.STOP, number(stop ? 1 : 0));
    inputs.put(TrainingGraph.FIRST_ROW, Feed.ints(List.of(), new int[] {share.first()}));
    inputs.put(TrainingGraph.ROWS, Feed.ints(List.of(), new int[] {share.count()}));
    inputs.put(TrainingGraph.TOTAL_ROWS, Feed.ints(List.of(), new int[] {share.total()}));
    return inputs;
  }

  private static Feed number(float value) {
    return Feed.floats(List.of(), new float[] {value});
  }

  /** The processes that take part. */
  public Replicas replicas() {
    return replicas;
  }

  /** How steps are computed. */
  public TrainingSettings settings() {
    return settings;
  }

  /** Runs the evaluation's functions. */
  public GraphSession functions() {
    return session;
  }

  /** What the model has. */
  public Parameters parameters() {
    return start.parameters();
  }

  /** A copy of a parameter as it stands now; what the graph does not read stands where it began. */
  public FloatBuffer weight(String name) {
    return variables.all().containsKey(name) ? access.weight(session, name) : start.floats(name);
  }

  /**
   * Sets weights and state to those of a checkpoint of this training.
   *
   * @throws TrainingException if it holds other tensors
   */
  void restore(Checkpoint weights, Checkpoint states) {
    var shapes = new LinkedHashMap<>(stateShapes());
    states.names().forEach(name -> shapes.remove(name, states.info(name).shape()));
    if (!shapes.isEmpty() || states.names().size() != state.slots().size()) {
      throw new TrainingException(
          "%s does not hold this optimizer's state: %s"
              .formatted(states.path(), shapes.isEmpty() ? "it has more" : shapes.keySet()));
    }
    variables.assign(session, variables.all().keySet(), weights::floats);
    access.writeState(session, states::floats);
  }

  /** Names and shapes of the optimizer's state. */
  Map<String, List<Long>> stateShapes() {
    var shapes = new LinkedHashMap<String, List<Long>>();
    state.slots().forEach((name, slot) -> shapes.put(name, slot.shape()));
    return shapes;
  }

  /** A copy of one piece of state. */
  FloatBuffer state(String name) {
    return access.state(session, name);
  }

  @Override
  public void close() {
    session.close();
  }
}
