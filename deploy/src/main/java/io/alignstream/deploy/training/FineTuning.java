package io.alignstream.deploy.training;

import com.typesafe.config.ConfigException;
import io.alignstream.encode.optimize.AdamW;
import io.alignstream.encode.optimize.Schedule;
import io.alignstream.encode.optimize.WeightGroups;
import io.alignstream.encode.progress.EventFile;
import io.alignstream.encode.progress.Listener;
import io.alignstream.encode.progress.MetricsFile;
import io.alignstream.encode.progress.MetricsPlot;
import io.alignstream.encode.progress.ProgressLine;
import io.alignstream.encode.replicas.Alone;
import io.alignstream.encode.replicas.ReplicaGroup;
import io.alignstream.encode.replicas.Replicas;
import io.alignstream.encode.replicas.Worker;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.BestBy;
import io.alignstream.encode.train.Evaluation;
import io.alignstream.encode.train.ShuffledExamples;
import io.alignstream.encode.train.Trainer;
import io.alignstream.encode.train.TrainingCheckpoints;
import io.alignstream.encode.train.TrainingPlan;
import io.alignstream.encode.train.TrainingSession;
import io.alignstream.encode.train.TrainingSettings;
import io.alignstream.heads.training.PairData;
import io.alignstream.heads.training.TaskBatches;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/** Runs a task: trains it, measures it, or lets it answer. */
public final class FineTuning {
  private FineTuning() {}

  /**
   * Trains to the end, or until it is stopped; goes on where a training in {@code out} stands.
   *
   * @param worker this process's place, if several train together
   * @param started is given the trainer, to stop it
   * @return where it stands
   */
  public static TrainingCheckpoints.Position train(
      TaskSetup<?> setup,
      Path out,
      DeviceSettings device,
      Optional<Worker> worker,
      PrintStream log,
      boolean terminal,
      Consumer<Trainer> started)
      throws InterruptedException {
    return trainTask(setup, out, device, worker, log, terminal, started);
  }

  private static <T> TrainingCheckpoints.Position trainTask(
      TaskSetup<T> setup,
      Path out,
      DeviceSettings device,
      Optional<Worker> worker,
      PrintStream log,
      boolean terminal,
      Consumer<Trainer> started)
      throws InterruptedException {
    var recipe = setup.recipe();
    if (worker.isPresent() && recipe.truth("pad_to_longest")) {
      throw new ConfigException.Generic(
          "pad_to_longest: several processes need equal shapes; leave it out, or train in one");
    }
    var data = setup.data(recipe.truth("do_train_val") ? "train+val" : "train", true);
    long seed = recipe.seed();
    var order = new ShuffledExamples(data.items().size(), recipe.whole("train_batch_size"), seed);
    var plan = plan(setup, order);
    var place = worker.map(w -> ReplicaGroup.join(w.rank(), w.addresses(), device));
    Replicas replicas = place.isPresent() ? place.get() : new Alone();
    Function<Graph, Session> open =
        place.isPresent() ? place.get().sessions() : graph -> new Session(graph, device.toProto());
    try (var session =
        TrainingSession.open(
            device,
            open,
            replicas,
            settings(recipe, seed),
            setup.start(),
            setup.task().objective(),
            setup.task()::functions)) {
      var checkpoints =
          new TrainingCheckpoints(out, recipe.whole("keep_checkpoints"), setup::writeCompanions);
      var trainer =
          new Trainer(
              session,
              plan,
              new TaskBatches<>(setup.task(), data, order),
              evaluation(setup),
              checkpoints,
              replicas.rank() == 0 ? listeners(out, log, terminal) : List.of());
      started.accept(trainer);
      return trainer.run();
    }
  }

  private static TrainingSettings settings(Recipe recipe, long seed) {
    return new TrainingSettings(
        AdamW.withEpsilon(recipe.number("adam_epsilon")),
        WeightGroups.decaying(recipe.number("weight_decay"))
            .withoutDecay("bias", "LayerNorm.weight")
            .withStillRows(1, "word_embeddings.weight")
            .frozen(recipe.settings().getStringList("frozen")),
        recipe.number("max_grad_norm"),
        recipe.whole("gradient_accumulation_steps"),
        seed);
  }

  private static TrainingPlan plan(TaskSetup<?> setup, ShuffledExamples order) {
    var recipe = setup.recipe();
    int given = recipe.whole("max_steps");
    int accumulation = recipe.whole("gradient_accumulation_steps");
    long batches = order.batches(recipe.number("num_train_epochs"));
    long steps = given > 0 ? given : Math.max(1, batches / accumulation);
    long saveEvery = Math.max(0, recipe.whole("save_steps"));
    int evaluate = recipe.whole("eval_steps");
    var schedule = Schedule.named(recipe.text("scheduler"), recipe.whole("warmup_steps"), steps);
    return new TrainingPlan(
        order.batchSize(),
        steps,
        recipe.number("learning_rate"),
        recipe.truth("schedule_first") ? schedule.movedFirst() : schedule,
        recipe.whole("logging_steps"),
        evaluate < 0 ? saveEvery : evaluate,
        saveEvery,
        BestBy.highest(
            recipe.text("best_metric").isBlank()
                ? setup.task().bestMetric()
                : recipe.text("best_metric")),
        recipe.whole("prefetch"),
        recipe.whole("num_workers"));
  }

  private static <T> Evaluation evaluation(TaskSetup<T> setup) {
    var recipe = setup.recipe();
    if (!recipe.truth("evaluate_during_training")) {
      return Evaluation.NONE;
    }
    PairData<T> data = setup.data(recipe.text("eval_split"), false);
    return functions -> setup.task().evaluate(functions, data, recipe.whole("eval_batch_size"));
  }

  private static List<Listener> listeners(Path out, PrintStream log, boolean terminal) {
    var metrics = out.resolve("metrics.jsonl");
    return List.of(
        new ProgressLine(log, terminal),
        new MetricsFile(metrics),
        new EventFile(out.resolve("events"), Clock.systemUTC()),
        new MetricsPlot(metrics, out.resolve("metrics.svg")));
  }

  /** The paper's metrics of a trained checkpoint on a split. */
  public static SortedMap<String, Double> evaluate(
      TaskSetup<?> setup, String split, DeviceSettings device) {
    return evaluateTask(setup, split, device);
  }

  private static <T> SortedMap<String, Double> evaluateTask(
      TaskSetup<T> setup, String split, DeviceSettings device) {
    var data = setup.data(split, false);
    try (var session = inference(setup, device)) {
      return setup.task().evaluate(session, data, setup.recipe().whole("eval_batch_size"));
    }
  }

  /** The answers of a trained checkpoint to a split. */
  public static List<Map<String, Object>> predict(
      TaskSetup<?> setup, String split, DeviceSettings device) {
    return predictTask(setup, split, device);
  }

  private static <T> List<Map<String, Object>> predictTask(
      TaskSetup<T> setup, String split, DeviceSettings device) {
    var data = setup.data(split, false);
    try (var session = inference(setup, device)) {
      return setup.task().predict(session, data, setup.recipe().whole("eval_batch_size"));
    }
  }

  private static GraphSession inference(TaskSetup<?> setup, DeviceSettings device) {
    var values = setup.trained();
    return GraphSession.build(device, tf -> setup.task().functions(tf, Weights.frozen(tf, values)));
  }
}
