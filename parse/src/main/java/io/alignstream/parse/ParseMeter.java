package io.alignstream.parse;

import io.alignstream.parse.graph.SceneGraph.Warning;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts what an extractor does, from any number of threads. */
final class ParseMeter {
  final LongAdder given = new LongAdder();
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder phrases = new LongAdder();
  final LongAdder knownPhrases = new LongAdder();
  final LongAdder nanoseconds = new LongAdder();
  private final Map<Warning, LongAdder> warnings =
      Arrays.stream(Warning.values())
          .collect(Collectors.toUnmodifiableMap(warning -> warning, warning -> new LongAdder()));

  void warned(Warning warning) {
    Objects.requireNonNull(warnings.get(warning)).increment(); // every warning has its adder
  }

  ParseCounts counts() {
    return new ParseCounts(
        given.sum(),
        hits.sum(),
        misses.sum(),
        failures.sum(),
        phrases.sum(),
        knownPhrases.sum(),
        Duration.ofNanos(nanoseconds.sum()),
        warnings.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum())));
  }
}
