package io.alignstream.encode.optimize;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the learning rate goes over a training: a factor of the base rate for every step.
 *
 * <p>The formulas are those of the reference (pytorch_transformers, {@code optimization.py}) with
 * its {@code step} counted from 0. Its fine-tuning scripts move the schedule before the optimizer,
 * so their first update already has the factor of step 1; {@link #movedFirst} says that.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The factor of an update.
   *
   * @param step counted from 0
   */
  double factor(long step);

  /** Always 1. */
  static Schedule constant() {
    return step -> 1;
  }

  /** From 0 to 1 over the warm-up, then 1 ({@code WarmupConstantSchedule}). */
  static Schedule warmupConstant(long warmup) {
    return afterWarmup(warmup, step -> 1);
  }

  /** From 0 to 1 over the warm-up, then down to 0 at {@code total} (WarmupLinearSchedule). */
  static Schedule warmupLinear(long warmup, long total) {
    return afterWarmup(
        warmup, step -> Math.max(0, (double) (total - step) / Math.max(1, total - warmup)));
  }

  /** From 0 to 1 over the warm-up, then down half a cosine to 0 (WarmupCosineSchedule). */
  static Schedule warmupCosine(long warmup, long total) {
    return afterWarmup(
        warmup,
        step -> {
          double progress = (double) (step - warmup) / Math.max(1, total - warmup);
          return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
        });
  }

  /**
   * Detectors' schedule (Goyal et al. 2017; maskrcnn-benchmark, {@code WarmupMultiStepLR}): from
   * {@code start} to 1 over the warm-up, then times {@code decay} at every one of {@code steps}.
   */
  static Schedule steps(long warmup, double start, double decay, List<Long> steps) {
    var ends = List.copyOf(steps);
    return step -> {
      double warm = step >= warmup ? 1 : start + (1 - start) * step / warmup;
      return warm * Math.pow(decay, ends.stream().filter(end -> end <= step).count());
    };
  }

  /**
   * A schedule by the reference scripts' name ({@code --scheduler}).
   *
   * @throws IllegalArgumentException if the name is none of constant, linear and cosine
   */
  static Schedule named(String name, long warmup, long total) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "constant" -> warmupConstant(warmup);
      case "linear" -> warmupLinear(warmup, total);
      case "cosine" -> warmupCosine(warmup, total);
      default ->
          throw new IllegalArgumentException(
              "scheduler is one of %s, not %s"
                  .formatted(Arrays.asList("constant", "linear", "cosine"), name));
    };
  }

  /** The same, one step ahead: it moves before the optimizer does. */
  default Schedule movedFirst() {
    return step -> factor(step + 1);
  }

  private static Schedule afterWarmup(long warmup, Schedule then) {
    return step -> step < warmup ? (double) step / Math.max(1, warmup) : then.factor(step);
  }
}
