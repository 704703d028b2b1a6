package io.alignstream.deploy.node;

import io.alignstream.ingest.kafka.FencedException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before a stream begins again.
 *
 * @param min after the first failure; doubled after each further one
 * @param max never longer
 * @param fenced after another node took the partition: long, or the two would fight for it
 */
public record Backoff(Duration min, Duration max, Duration fenced) {
  /** Refuses what cannot run. */
  public Backoff {
    if (min.isNegative() || min.isZero() || max.compareTo(min) < 0 || fenced.compareTo(min) < 0) {
      throw new IllegalArgumentException("min must be above 0, max and fenced at least min");
    }
  }

  /**
   * The wait after a failure, spread by a tenth so that streams that failed together do not all
   * come back together.
   *
   * @param failures in a row, this one included
   */
  Duration after(int failures, Throwable failure) {
    return Failures.in(failure).anyMatch(FencedException.class::isInstance)
        ? spread(fenced)
        : spread(grown(failures));
  }

  private Duration grown(int failures) {
    var wait = min;
    for (int i = 1; i < failures && wait.compareTo(max) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(max) < 0 ? wait : max;
  }

  private static Duration spread(Duration wait) {
    long most = Math.max(1, wait.toMillis() / 10);
    return wait.plusMillis(ThreadLocalRandom.current().nextLong(most));
  }
}
