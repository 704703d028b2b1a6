package io.alignstream.ingest.kafka;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * How publications are gathered into a transaction.
 *
 * @param maxEvents most events a group
 * @param maxBytes outputs' bytes after which a group ends
 * @param maxWait longest wait for a group to fill
 */
public record GroupSettings(int maxEvents, long maxBytes, Duration maxWait) {
  /** Refuses what cannot run. */
  public GroupSettings {
    if (maxEvents < 1 || maxBytes < 1 || maxWait.isNegative() || maxWait.isZero()) {
      throw new IllegalArgumentException("max-events, max-bytes and max-wait must be above 0");
    }
  }

  /** Reads {@code alignstream.ingest.publish}. */
  public static GroupSettings from(Config section) {
    try {
      return new GroupSettings(
          section.getInt("max-events"),
          section.getBytes("max-bytes"),
          section.getDuration("max-wait"));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          section.origin(), "alignstream.ingest.publish", String.valueOf(e.getMessage()), e);
    }
  }
}
