package io.alignstream.deploy.line;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.alignstream.encode.batch.BatchSettings;
import io.alignstream.ingest.stage.StageSettings;
import io.alignstream.parse.ParseSettings;

/**
 * How much the stages do at once; each partition's stream has its own stages.
 *
 * @param ingest fetching and decoding
 * @param detect the detector's batches
 * @param parseParallelism events parsed at once
 * @param encode the encoder's batches
 * @param heads the heads' batches
 * @param inferenceThreads batches that the models run at once, over all partitions
 */
public record LineSettings(
    StageSettings ingest,
    BatchSettings detect,
    int parseParallelism,
    BatchSettings encode,
    BatchSettings heads,
    int inferenceThreads) {
  /**
   * Reads {@code ingest.parallelism}, {@code parse} and {@code line} of the section {@code
   * alignstream}.
   */
  public static LineSettings from(Config alignstream) {
    return new LineSettings(
        StageSettings.from(alignstream.getConfig("ingest.parallelism")),
        batches(alignstream, "line.detect"),
        ParseSettings.from(alignstream.getConfig("parse")).parallelism(),
        batches(alignstream, "line.encode"),
        batches(alignstream, "line.heads"),
        atLeastOne(alignstream, "line.inference-threads"));
  }

  private static BatchSettings batches(Config alignstream, String key) {
    try {
      return BatchSettings.from(alignstream.getConfig(key));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          alignstream.origin(), "alignstream." + key, String.valueOf(e.getMessage()), e);
    }
  }

  private static int atLeastOne(Config alignstream, String key) {
    int value = alignstream.getInt(key);
    if (value < 1) {
      throw new ConfigException.BadValue(
          alignstream.origin(), "alignstream." + key, "must be at least 1, not " + value);
    }
    return value;
  }
}
