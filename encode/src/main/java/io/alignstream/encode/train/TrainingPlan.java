package io.alignstream.encode.train;

import io.alignstream.encode.optimize.Schedule;

/**
 * The course of a training.
 *
 * @param batchSize rows of a batch, over all processes
 * @param steps updates in all
 * @param rate base learning rate
 * @param schedule its course
 * @param reportEvery steps
 * @param evaluateEvery steps; 0 for at the end only
 * @param saveEvery steps; 0 for at the end only
 * @param best by which metric a checkpoint is the best
 * @param prefetch steps whose data are made ahead
 * @param dataThreads that make them
 */
public record TrainingPlan(
    int batchSize,
    long steps,
    double rate,
    Schedule schedule,
    long reportEvery,
    long evaluateEvery,
    long saveEvery,
    BestBy best,
    int prefetch,
    int dataThreads) {
  /** Refuses what cannot be followed. */
  public TrainingPlan {
    if (batchSize < 1 || steps < 1 || !(rate >= 0) || prefetch < 1 || dataThreads < 1) {
      throw new IllegalArgumentException(
          ("batch size, steps, prefetch and data threads must be positive and the rate not"
                  + " negative: %d, %d, %d, %d, %s")
              .formatted(batchSize, steps, prefetch, dataThreads, rate));
    }
    if (reportEvery < 1 || evaluateEvery < 0 || saveEvery < 0) {
      throw new IllegalArgumentException(
          "report, evaluate and save every so many steps: %d, %d, %d"
              .formatted(reportEvery, evaluateEvery, saveEvery));
    }
  }

  /** Whether something that happens every so many steps is due after a step. */
  boolean due(long every, long done) {
    return done == steps || (every > 0 && done % every == 0);
  }
}
