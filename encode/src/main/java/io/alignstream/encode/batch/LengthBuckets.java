package io.alignstream.encode.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides inputs of different lengths into batches that cost least: short ones are not padded to
 * the longest.
 *
 * @param maxBatch most inputs a batch
 * @param overhead what a batch costs beside its rows, in rows (positions, padding included): a
 *     small matrix product runs slower a row than a large one, and every call costs something
 */
public record LengthBuckets(int maxBatch, int overhead) {
  /** Refuses what divides nothing. */
  public LengthBuckets {
    if (maxBatch < 1 || overhead < 0) {
      throw new IllegalArgumentException(
          "max-batch %d must be at least 1, overhead %d not negative"
              .formatted(maxBatch, overhead));
    }
  }

  /**
   * The cheapest division: over inputs sorted by length, the sum of (longest × number + overhead)
   * of the batches is least, by dynamic programming.
   *
   * @return indices into {@code lengths}, each exactly once
   */
  public List<List<Integer>> divide(List<Integer> lengths) {
    var order =
        IntStream.range(0, lengths.size())
            .boxed()
            .sorted(Comparator.comparing(lengths::get))
            .toList();
    var cost = new long[order.size() + 1]; // of the first n inputs
    var start = new int[order.size() + 1]; // of the batch that ends with the nth
    for (int n = 1; n <= order.size(); n++) {
      long longest = lengths.get(order.get(n - 1));
      cost[n] = Long.MAX_VALUE;
      for (int from = Math.max(0, n - maxBatch); from < n; from++) {
        long whole = cost[from] + longest * (n - from) + overhead;
        if (whole < cost[n]) {
          cost[n] = whole;
          start[n] = from;
        }
      }
    }
    var batches = new ArrayList<List<Integer>>();
    for (int end = order.size(); end > 0; end = start[end]) {
      batches.add(order.subList(start[end], end));
    }
    Collections.reverse(batches);
    return batches;
  }
}
