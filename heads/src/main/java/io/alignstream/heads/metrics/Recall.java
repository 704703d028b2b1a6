package io.alignstream.heads.metrics;

import java.util.List;

/**
 * Shares of queries whose first match is among the best 1, 5 and 10.
 *
 * @param at1 R@1
 * @param at5 R@5
 * @param at10 R@10
 */
public record Recall(double at1, double at5, double at10) {
  /** Of the places of the first matches, counted from 0. */
  public static Recall of(List<Integer> ranks) {
    return new Recall(within(1, ranks), within(5, ranks), within(10, ranks));
  }

  private static double within(int best, List<Integer> ranks) {
    return ranks.isEmpty()
        ? 0
        : (double) ranks.stream().filter(rank -> rank < best).count() / ranks.size();
  }
}
