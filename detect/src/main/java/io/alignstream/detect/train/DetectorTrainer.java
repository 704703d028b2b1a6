package io.alignstream.detect.train;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.DetectorLosses;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.encode.progress.Listener;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.train.ShuffledExamples;
import io.alignstream.encode.train.Trainer;
import io.alignstream.encode.train.TrainingCheckpoints;
import io.alignstream.encode.train.TrainingSession;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Trains a detector on the engine's loop: from the last checkpoint to the end, with progress and
 * evaluation. A training that was interrupted and goes on ends as one that was not.
 */
public final class DetectorTrainer implements AutoCloseable {
  private final DetectorConfig config;
  private final TrainingSession session;
  private final Trainer trainer;

  /**
   * A training.
   *
   * @param start a checkpoint's weights, or {@link DetectorWeights#initial new ones}; a checkpoint
   *     of this training goes before
   * @param quality metrics of weights, {@link DetectorQuality} for instance
   */
  public DetectorTrainer(
      DetectorConfig config,
      DetectorRecipe recipe,
      ParameterValues start,
      TrainingExamples examples,
      Function<ParameterValues, Map<String, Double>> quality,
      TrainingCheckpoints checkpoints,
      List<Listener> listeners,
      DeviceSettings device) {
    this.config = config;
    this.session =
        TrainingSession.alone(
            device,
            recipe.settings(),
            start,
            DetectorLosses.objective(config),
            (tf, w) -> List.of(DetectorLosses.rpn(tf, w, config)));
    long seed = recipe.settings().seed();
    var order = new ShuffledExamples(examples.count(), recipe.plan().batchSize(), seed);
    this.trainer =
        new Trainer(
            session,
            recipe.plan(),
            new ProposedRegions(config, examples, order, seed),
            functions -> quality.apply(weights()),
            checkpoints,
            listeners);
  }

  /**
   * Trains.
   *
   * @return where it stands: at the end, or where it was asked to stop
   * @throws io.alignstream.encode.train.TrainingException if the loss is no number any more or a
   *     checkpoint cannot be written
   * @throws InterruptedException if the thread was interrupted; nothing is saved then
   */
  public TrainingCheckpoints.Position run() throws InterruptedException {
    return trainer.run();
  }

  /** Asks for an end after the step that runs; a checkpoint is written. */
  public void stop() {
    trainer.stop();
  }

  /** The weights as they stand, by their checkpoint names. */
  public ParameterValues weights() {
    return ParameterValues.initial(
        DetectorWeights.parameters(config), (name, shape) -> session.weight(name));
  }

  @Override
  public void close() {
    session.close();
  }
}
