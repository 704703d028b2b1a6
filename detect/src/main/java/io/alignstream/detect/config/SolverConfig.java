package io.alignstream.detect.config;

import java.util.List;

/**
 * SGD's schedule ({@code lr_scheduler.py}, {@code WarmupMultiStepLR}).
 *
 * @param baseRate learning rate of weights after warm-up
 * @param biasFactor by how much biases learn faster
 * @param momentum of SGD
 * @param decay of weights
 * @param biasDecay of biases
 * @param gamma factor at each step
 * @param steps iterations from which the rate is lower
 * @param warmupFactor share of the rate at the first iteration
 * @param warmupIterations over which it rises linearly
 * @param iterations in all
 */
public record SolverConfig(
    double baseRate,
    double biasFactor,
    double momentum,
    double decay,
    double biasDecay,
    double gamma,
    List<Integer> steps,
    double warmupFactor,
    int warmupIterations,
    int iterations) {
  /** Copies the steps. */
  public SolverConfig {
    steps = List.copyOf(steps);
  }

  static SolverConfig from(Options options) {
    options.require("SOLVER.OPTIMIZER", "SGD");
    options.require("SOLVER.WARMUP_METHOD", "linear");
    return new SolverConfig(
        options.number("SOLVER.BASE_LR"),
        options.number("SOLVER.BIAS_LR_FACTOR"),
        options.number("SOLVER.MOMENTUM"),
        options.number("SOLVER.WEIGHT_DECAY"),
        options.number("SOLVER.WEIGHT_DECAY_BIAS"),
        options.number("SOLVER.GAMMA"),
        options.integers("SOLVER.STEPS"),
        options.number("SOLVER.WARMUP_FACTOR"),
        options.integer("SOLVER.WARMUP_ITERS"),
        options.integer("SOLVER.MAX_ITER"));
  }

  /** Learning rate of weights at an iteration, from 0. */
  public double rate(int iteration) {
    double warmup = 1;
    if (iteration < warmupIterations) {
      double done = (double) iteration / warmupIterations;
      warmup = warmupFactor * (1 - done) + done;
    }
    long passed = steps.stream().filter(step -> step <= iteration).count();
    return baseRate * warmup * Math.pow(gamma, (double) passed);
  }
}
