package io.alignstream.detect.train;

import io.alignstream.detect.config.DetectorConfig;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Rows that a loss looks at ({@code balanced_positive_negative_sampler.py}).
 *
 * @param positives rising
 * @param negatives rising
 */
public record Sample(List<Integer> positives, List<Integer> negatives) {
  /** Copies the lists. */
  public Sample {
    positives = List.copyOf(positives);
    negatives = List.copyOf(negatives);
  }

  /**
   * Draws at most {@code perImage} rows, at most a share of them positive; negatives fill up.
   *
   * @param labels above 0 positive, 0 negative, below ignored
   */
  static Sample draw(int[] labels, DetectorConfig.Sampling sampling, SplittableRandom random) {
    var positives = rows(labels, 1, Integer.MAX_VALUE);
    var negatives = rows(labels, 0, 0);
    int most = (int) (sampling.perImage() * sampling.positives());
    var some = drawn(positives, Math.min(most, positives.length), random);
    int rest = sampling.perImage() - some.size();
    return new Sample(some, drawn(negatives, Math.min(rest, negatives.length), random));
  }

  /** Both, rising. */
  public int[] all() {
    return IntStream.concat(
            positives.stream().mapToInt(Integer::intValue),
            negatives.stream().mapToInt(Integer::intValue))
        .sorted()
        .toArray();
  }

  private static int[] rows(int[] labels, int from, int to) {
    return IntStream.range(0, labels.length)
        .filter(i -> labels[i] >= from && labels[i] <= to)
        .toArray();
  }

  private static List<Integer> drawn(int[] from, int count, SplittableRandom random) {
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i, from.length);
      int other = from[j];
      from[j] = from[i];
      from[i] = other;
    }
    return Arrays.stream(from).limit(count).sorted().boxed().toList();
  }
}
