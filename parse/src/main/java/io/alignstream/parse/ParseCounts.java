package io.alignstream.parse;

import io.alignstream.parse.graph.SceneGraph.Warning;
import java.time.Duration;
import java.util.Map;

/**
 * What an extractor has done since it was made; every number only grows.
 *
 * @param given texts that came with phrases
 * @param hits texts whose phrases were remembered
 * @param misses texts that were parsed
 * @param failures texts at which parsing failed, which is a fault of ours
 * @param phrases phrases found in parsed texts
 * @param knownPhrases those of them that are in the vocabulary
 * @param parsing time spent on parsing, summed over threads
 * @param warnings parsed texts that met each bound
 */
public record ParseCounts(
    long given,
    long hits,
    long misses,
    long failures,
    long phrases,
    long knownPhrases,
    Duration parsing,
    Map<Warning, Long> warnings) {
  /** Copies the map. */
  public ParseCounts {
    warnings = Map.copyOf(warnings);
  }
}
