package io.alignstream.detect.train;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.encode.optimize.AdamW;
import io.alignstream.encode.optimize.Schedule;
import io.alignstream.encode.optimize.Sgd;
import io.alignstream.encode.optimize.WeightGroups;
import io.alignstream.encode.train.BestBy;
import io.alignstream.encode.train.TrainingPlan;
import io.alignstream.encode.train.TrainingSettings;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How a detector is trained.
 *
 * @param settings of a step
 * @param plan of all of them
 */
public record DetectorRecipe(TrainingSettings settings, TrainingPlan plan) {
  /** By which metric of {@link DetectorQuality} a checkpoint is the best. */
  private static final BestBy BEST = BestBy.highest(DetectorQuality.MAP);

  private static final int SMALL_BATCH = 4;
  private static final double WARMUP_SHARE = 0.04;

  /** The reference's: SGD with momentum, faster biases without decay, steps after a warm-up. */
  public static DetectorRecipe reference(DetectorConfig config, long seed) {
    var solver = config.training().solver();
    var groups =
        WeightGroups.decaying(solver.decay())
            .withoutDecay(".bias")
            .atRate(solver.biasFactor(), ".bias")
            .frozen(frozen(config));
    var schedule =
        Schedule.steps(
            solver.warmupIterations(),
            solver.warmupFactor(),
            solver.gamma(),
            solver.steps().stream().flatMapToLong(LongStream::of).boxed().toList());
    return new DetectorRecipe(
        new TrainingSettings(new Sgd(solver.momentum()), groups, 0, 1, seed),
        new TrainingPlan(
            config.training().imagesPerStep(),
            solver.iterations(),
            solver.baseRate(),
            schedule,
            20,
            0,
            10_000,
            BEST,
            2,
            1));
  }

  /**
   * For a small detector with a plain trunk, on a CPU: AdamW at 2e-3 with a first moment of 0.8 and
   * a little decay, four images a step, a short warm-up and half a cosine, gradients clipped at 5.
   *
   * @param examples that it learns from
   * @param epochs times that it sees each
   */
  public static DetectorRecipe small(
      DetectorConfig config, int examples, double epochs, long seed) {
    long steps = Math.max(1, Math.round(examples * epochs / SMALL_BATCH));
    var groups = WeightGroups.decaying(1e-4).withoutDecay(".bias", ".norm.").frozen(frozen(config));
    return new DetectorRecipe(
        new TrainingSettings(new AdamW(0.8, 0.999, 1e-8, true), groups, 5, 1, seed),
        new TrainingPlan(
            SMALL_BATCH,
            steps,
            2e-3,
            Schedule.warmupCosine(Math.round(steps * WARMUP_SHARE), steps).movedFirst(),
            50,
            0,
            1000,
            BEST,
            3,
            1));
  }

  private static List<String> frozen(DetectorConfig config) {
    return DetectorWeights.parameters(config).names().stream()
        .filter(name -> DetectorWeights.isFrozen(config, name))
        .toList();
  }
}
