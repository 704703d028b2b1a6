package io.alignstream.deploy.curriculum;

import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.Split;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.detect.train.DetectorQuality;
import io.alignstream.detect.train.DetectorRecipe;
import io.alignstream.detect.train.DetectorTrainer;
import io.alignstream.detect.vinvl.ModelDescription;
import io.alignstream.detect.vinvl.ModelDirectory;
import io.alignstream.encode.progress.Listener;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.train.TrainingCheckpoints;
import io.alignstream.ingest.decode.ImageDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * To see: the small detector learns the shapes, colours, textures and sizes of things.
 *
 * @param directory where its checkpoints go
 * @param scenes of the training split
 * @param epochs times that each is seen
 * @param watched scenes of the validation split, on which it is measured on the way
 * @param seed of the weights and of the order
 */
public record DetectorLesson(Path directory, int scenes, double epochs, int watched, long seed) {
  /** Textures are learned last: their loss counts twice. */
  private static final List<Double> WEIGHTS = List.of(1.0, 2.0, 1.0);

  private static final int KEPT = 2;

  /** The middles of the three sizes. */
  private static final String ANCHORS = "MODEL.RPN.ANCHOR_SIZES = [29, 46, 70]\n";

  private static ModelDescription model() {
    var small =
        ModelDescription.small(SceneExamples.NAMES, SceneExamples.GROUPS, WEIGHTS, Scene.SHORT);
    return new ModelDescription(small.hyperparameters() + ANCHORS, small.names());
  }

  /**
   * Trains, or goes on.
   *
   * @param started is given the trainer, to stop it
   * @return where it stands
   * @throws InterruptedException if the thread was interrupted
   */
  public TrainingCheckpoints.Position learn(
      ImageDecoder decoder,
      DeviceSettings device,
      List<Listener> listeners,
      Consumer<DetectorTrainer> started)
      throws InterruptedException {
    var model = model();
    var config = model.config();
    try (var trainer =
        new DetectorTrainer(
            config,
            DetectorRecipe.small(config, scenes, epochs, seed),
            DetectorWeights.initial(config, seed),
            SceneExamples.of(Split.TRAIN, scenes, decoder),
            new DetectorQuality(
                config, SceneExamples.of(Split.VALIDATION, watched, decoder), device),
            new TrainingCheckpoints(directory, KEPT, model),
            listeners,
            device)) {
      started.accept(trainer);
      return trainer.run();
    }
  }

  /** How well the best checkpoint sees the first scenes of a split. */
  public Map<String, Double> measure(
      Split split, int count, ImageDecoder decoder, DeviceSettings device) {
    var best = ModelDirectory.open(directory.resolve("best"));
    return new DetectorQuality(best.config(), SceneExamples.of(split, count, decoder), device)
        .apply(DetectorWeights.load(best.checkpoint(), best.config()));
  }
}
