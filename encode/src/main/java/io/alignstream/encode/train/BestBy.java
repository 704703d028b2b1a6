package io.alignstream.encode.train;

/**
 * Which checkpoint is the best one.
 *
 * @param metric of the evaluation; nothing is best if it is empty
 * @param higherIsBetter or lower
 */
public record BestBy(String metric, boolean higherIsBetter) {
  /** The highest value. */
  public static BestBy highest(String metric) {
    return new BestBy(metric, true);
  }

  boolean better(double value, double than) {
    return higherIsBetter ? value > than : value < than;
  }
}
