package io.alignstream.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.alignstream.parse.corenlp.Bounds;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An operator's knobs of parsing.
 *
 * @param parallelism events parsed at once
 * @param vocabulary an {@code id2phrase} file; without one no phrase has an id
 * @param synonyms whether words that share a sense are joined ({@code sofa/couch})
 * @param cacheBytes memory for phrases of recent texts
 * @param bounds what a text may cost
 */
public record ParseSettings(
    int parallelism, Optional<Path> vocabulary, boolean synonyms, long cacheBytes, Bounds bounds) {
  /** Refuses what cannot run. */
  public ParseSettings {
    if (parallelism < 1 || cacheBytes < 0) {
      throw new IllegalArgumentException(
          "parallelism must be at least 1 and the cache not negative: %d, %d"
              .formatted(parallelism, cacheBytes));
    }
  }

  /** Reads {@code alignstream.parse}. */
  public static ParseSettings from(Config section) {
    try {
      var vocabulary = section.getString("vocabulary");
      var bounds = section.getConfig("bounds");
      return new ParseSettings(
          section.getInt("parallelism"),
          vocabulary.isEmpty() ? Optional.empty() : Optional.of(Path.of(vocabulary)),
          section.getBoolean("synonyms"),
          section.getBytes("cache-size"),
          new Bounds(
              bounds.getInt("max-characters"),
              bounds.getInt("max-sentences"),
              bounds.getInt("max-words")));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          section.origin(), "alignstream.parse", String.valueOf(e.getMessage()), e);
    }
  }
}
