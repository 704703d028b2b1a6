package io.alignstream.ingest.stage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/**
 * How much ingest does at once.
 *
 * @param fetchParallelism records of a partition checked and fetched at once
 * @param decodeParallelism images decoded at once
 */
public record StageSettings(int fetchParallelism, int decodeParallelism) {
  /** Refuses what cannot run. */
  public StageSettings {
    if (fetchParallelism < 1 || decodeParallelism < 1) {
      throw new IllegalArgumentException("both must be at least 1");
    }
  }

  /** Reads {@code alignstream.ingest.parallelism}. */
  public static StageSettings from(Config section) {
    try {
      return new StageSettings(section.getInt("fetch"), section.getInt("decode"));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          section.origin(), "alignstream.ingest.parallelism", String.valueOf(e.getMessage()), e);
    }
  }
}
