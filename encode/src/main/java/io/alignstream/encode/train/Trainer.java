package io.alignstream.encode.train;

import io.alignstream.encode.progress.Listener;
import io.alignstream.encode.progress.StepReport;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.train.TrainingCheckpoints.Position;
import io.alignstream.encode.train.TrainingSession.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Runs a training from its last checkpoint to its end. In a group every process runs one; the first
 * evaluates, saves and tells.
 */
public final class Trainer {
  private final TrainingSession session;
  private final TrainingPlan plan;
  private final BatchSource source;
  private final Evaluation evaluation;
  private final TrainingCheckpoints checkpoints;
  private final List<Listener> listeners;
  private volatile boolean stopping;

  /**
   * A training.
   *
   * @param listeners are told by the first process of a group only
   */
  public Trainer(
      TrainingSession session,
      TrainingPlan plan,
      BatchSource source,
      Evaluation evaluation,
      TrainingCheckpoints checkpoints,
      List<Listener> listeners) {
    this.session = session;
    this.plan = plan;
    this.source = source;
    this.evaluation = evaluation;
    this.checkpoints = checkpoints;
    this.listeners = session.replicas().rank() == 0 ? List.copyOf(listeners) : List.of();
  }

  /** Asks for an end after the step that runs: a checkpoint is written, and every process ends. */
  public void stop() {
    stopping = true;
  }

  /**
   * Trains.
   *
   * @return where it stands: at the end, or where it was asked to stop
   * @throws TrainingException if the loss is no number any more or a checkpoint cannot be written
   * @throws io.alignstream.encode.runtime.ModelException if TensorFlow refuses, or a process of the
   *     group is lost
   * @throws InterruptedException if the thread was interrupted; nothing is saved then
   */
  public Position run() throws InterruptedException {
    var position = checkpoints.resume(session, plan.batchSize());
    for (var listener : listeners) {
      listener.start(position.step(), plan.steps());
    }
    try (var data =
        new Prefetch<>(
            this::batches, position.step(), plan.steps(), plan.prefetch(), plan.dataThreads())) {
      return steps(data, position);
    } finally {
      listeners.forEach(Listener::close);
    }
  }

  private Position steps(Prefetch<List<Map<String, Feed>>> data, Position from)
      throws InterruptedException {
    var share = session.replicas().share(plan.batchSize());
    var position = from;
    var window = new Window();
    for (long step = from.step(); step < plan.steps(); step++) {
      long begin = System.nanoTime();
      var batches = completed(step, data.take());
      double rate = plan.rate() * plan.schedule().factor(step);
      var result = session.step(step, share, batches, rate, stopping);
      window.add(result, System.nanoTime() - begin);
      requireNumbers(step, result);
      long done = step + 1;
      if (plan.due(plan.reportEvery(), done) || result.stop()) {
        var report = window.report(done, rate);
        listeners.forEach(listener -> listener.steps(report));
        window = new Window();
      }
      position = after(done, position, result.stop());
      if (result.stop()) {
        break;
      }
    }
    return position;
  }

  /** Evaluation and checkpoint, where they are due. */
  private Position after(long done, Position before, boolean stop) {
    var position = new Position(done, before.best(), before.bestValue());
    if (session.replicas().rank() != 0) {
      return position;
    }
    if (plan.due(plan.evaluateEvery(), done)) {
      position = evaluated(position);
    }
    boolean isBest = position.best().orElse(-1) == done;
    if (plan.due(plan.saveEvery(), done) || isBest || stop) {
      var saved = checkpoints.save(session, plan.batchSize(), position);
      listeners.forEach(listener -> listener.checkpoint(done, saved));
    }
    return position;
  }

  private Position evaluated(Position position) {
    var metrics = evaluation.metrics(session.functions());
    if (metrics.isEmpty()) {
      return position;
    }
    listeners.forEach(listener -> listener.evaluation(position.step(), metrics));
    var value = metrics.getOrDefault(plan.best().metric(), Double.NaN);
    boolean better =
        position.bestValue().isEmpty()
            ? !Double.isNaN(value)
            : plan.best().better(value, position.bestValue().getAsDouble());
    return better
        ? new Position(position.step(), OptionalLong.of(position.step()), OptionalDouble.of(value))
        : position;
  }

  private void requireNumbers(long step, StepResult result) {
    if (!Double.isFinite(result.loss()) || !Double.isFinite(result.gradientNorm())) {
      throw new TrainingException(
          "the loss of step %d is %s and its gradient's norm %s: lower the learning rate; %s"
              .formatted(step + 1, result.loss(), result.gradientNorm(), checkpoints.lastWhole()));
    }
  }

  private List<Map<String, Feed>> completed(long step, List<Map<String, Feed>> batches) {
    var completed = new ArrayList<Map<String, Feed>>(batches.size());
    for (int i = 0; i < batches.size(); i++) {
      long batch = step * batches.size() + i;
      completed.add(source.complete(batch, batches.get(i), session.functions()));
    }
    return completed;
  }

  /** The rows of every batch of a step. */
  private List<Map<String, Feed>> batches(long step) {
    int count = session.settings().accumulation();
    var share = session.replicas().share(plan.batchSize());
    var batches = new ArrayList<Map<String, Feed>>(count);
    for (int i = 0; i < count; i++) {
      batches.add(source.rows(step * count + i, share));
    }
    return batches;
  }

  /** Steps since the last report. */
  private final class Window {
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private double loss;
    private double norm;
    private long steps;
    private long wall;
    private long run;

    void add(StepResult result, long nanos) {
      steps++;
      loss += result.loss();
      norm = result.gradientNorm();
      result.values().forEach((name, value) -> sums.merge(name, value, Double::sum));
      wall += nanos;
      run += result.runNanos();
    }

    StepReport report(long done, double rate) {
      var means = new LinkedHashMap<String, Double>();
      sums.forEach((name, sum) -> means.put(name, sum / steps));
      double seconds = wall / 1e9;
      double samples = (double) steps * plan.batchSize() * session.settings().accumulation();
      return new StepReport(
          done,
          plan.steps(),
          loss / steps,
          means,
          rate,
          norm,
          samples / seconds,
          1 - (double) run / wall,
          Duration.ofNanos(wall / steps * (plan.steps() - done)));
    }
  }
}
