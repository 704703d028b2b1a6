package io.alignstream.encode.batch;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How inputs are gathered for a model.
 *
 * @param maxBatch most inputs a batch
 * @param maxWait longest wait for a batch to fill
 * @param parallelism batches in flight at once
 */
public record BatchSettings(int maxBatch, Duration maxWait, int parallelism) {
  /** Refuses what cannot run. */
  public BatchSettings {
    if (maxBatch < 1 || parallelism < 1 || maxWait.isNegative() || maxWait.isZero()) {
      throw new IllegalArgumentException(
          "max-batch and parallelism must be at least 1, max-wait longer than 0: %d, %d, %s"
              .formatted(maxBatch, parallelism, maxWait));
    }
  }

  /** Reads {@code max-batch}, {@code max-wait} and {@code parallelism}. */
  public static BatchSettings from(Config section) {
    return new BatchSettings(
        section.getInt("max-batch"),
        section.getDuration("max-wait"),
        section.getInt("parallelism"));
  }
}
