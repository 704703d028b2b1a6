package io.alignstream.encode.train;

import io.alignstream.encode.optimize.Optimizer;
import io.alignstream.encode.optimize.WeightGroups;

/**
 * How a step is computed.
 *
 * @param groups what happens to which weight
 * @param maxGradientNorm gradients are clipped to this global norm; 0 for no clipping
 * @param accumulation batches whose gradients are averaged into one update
 * @param seed of everything random
 */
public record TrainingSettings(
    Optimizer optimizer, WeightGroups groups, double maxGradientNorm, int accumulation, long seed) {
  /** Refuses what makes no step. */
  public TrainingSettings {
    if (!(maxGradientNorm >= 0) || accumulation < 1) {
      throw new IllegalArgumentException(
          "max-grad-norm must not be negative and accumulation at least 1: %s, %d"
              .formatted(maxGradientNorm, accumulation));
    }
  }
}
