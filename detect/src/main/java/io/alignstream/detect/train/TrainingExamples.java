package io.alignstream.detect.train;

import java.util.function.IntFunction;

/**
 * What a detector learns from, by index, so that any step can be made again.
 *
 * @param count how many there are
 * @param at gives one, always the same; called by several threads
 */
public record TrainingExamples(int count, IntFunction<TrainingExample> at) {
  /** At least one. */
  public TrainingExamples {
    if (count < 1) {
      throw new IllegalArgumentException("a detector learns from no examples");
    }
  }
}
