package io.alignstream.encode.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What happens to which weight, by parts of its name: decay, a learning rate of its own, or
 * nothing. Later rules win over earlier ones.
 */
public final class WeightGroups {

  /**
   * What an optimizer does to one weight.
   *
   * @param rateFactor of the learning rate
   * @param decay weight decay
   * @param frozen neither moved nor decayed
   * @param stillRows its first rows that get no gradient, though they decay (torch's {@code
   *     padding_idx})
   */
  public record Treatment(double rateFactor, double decay, boolean frozen, int stillRows) {
    /** The same with another rate. */
    public Treatment atRate(double factor) {
      return new Treatment(factor, decay, frozen, stillRows);
    }

    /** The same with another decay. */
    public Treatment decaying(double other) {
      return new Treatment(rateFactor, other, frozen, stillRows);
    }

    /** The same, standing still. */
    public Treatment standingStill() {
      return new Treatment(rateFactor, decay, true, stillRows);
    }

    /** The same, its first rows without gradient. */
    public Treatment withStillRows(int rows) {
      return new Treatment(rateFactor, decay, frozen, rows);
    }
  }

  private record Rule(List<String> nameParts, UnaryOperator<Treatment> change) {
    boolean covers(String name) {
      return nameParts.stream().anyMatch(name::contains);
    }
  }

  private final double decay;
  private final List<Rule> rules;

  private WeightGroups(double decay, List<Rule> rules) {
    this.decay = decay;
    this.rules = List.copyOf(rules);
  }

  /** All weights decay alike. */
  public static WeightGroups decaying(double decay) {
    if (!(decay >= 0)) {
      throw new IllegalArgumentException("weight decay must not be negative: " + decay);
    }
    return new WeightGroups(decay, List.of());
  }

  /** Names that contain one of these do not decay. */
  public WeightGroups withoutDecay(String... nameParts) {
    return with(List.of(nameParts), treatment -> treatment.decaying(0));
  }

  /** Names that contain one of these learn at this multiple of the rate. */
  public WeightGroups atRate(double factor, String... nameParts) {
    return with(List.of(nameParts), treatment -> treatment.atRate(factor));
  }

  /** Names that contain one of these stand still. */
  public WeightGroups frozen(List<String> nameParts) {
    return with(nameParts, Treatment::standingStill);
  }

  /** The first rows of what these names cover get no gradient. */
  public WeightGroups withStillRows(int rows, String... nameParts) {
    return with(List.of(nameParts), treatment -> treatment.withStillRows(rows));
  }

  /** What happens to a weight. */
  public Treatment of(String name) {
    var treatment = new Treatment(1, decay, false, 0);
    for (var rule : rules) {
      if (rule.covers(name)) {
        treatment = rule.change().apply(treatment);
      }
    }
    return treatment;
  }

  private WeightGroups with(List<String> nameParts, UnaryOperator<Treatment> change) {
    var more = new ArrayList<>(rules);
    more.add(new Rule(List.copyOf(nameParts), change));
    return new WeightGroups(decay, more);
  }
}
