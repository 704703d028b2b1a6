package io.alignstream.deploy.index;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What is left to read of what was in the topic at the start.
 *
 * @param isKnown whether the brokers were asked
 * @param ends ends of the partitions that are not read up to there
 * @param left records before those ends, at most
 */
record IndexState(boolean isKnown, Map<TopicPartition, Long> ends, long left) {
  /** Copies the ends. */
  IndexState {
    ends = Map.copyOf(ends);
  }

  static IndexState unknown() {
    return new IndexState(false, Map.of(), 0);
  }

  static IndexState toRead(Map<TopicPartition, Long> ends) {
    return new IndexState(true, ends, 0).at(Map.of());
  }

  IndexState at(Map<TopicPartition, Long> positions) {
    if (ends.isEmpty()) {
      return this;
    }
    var missing = new HashMap<TopicPartition, Long>();
    long left = 0;
    for (var end : ends.entrySet()) {
      long more = end.getValue() - positions.getOrDefault(end.getKey(), 0L);
      if (more > 0) {
        missing.put(end.getKey(), end.getValue());
        left += more;
      }
    }
    return new IndexState(true, missing, left);
  }

  /** In words; empty when nothing is missing. */
  Optional<String> missing() {
    if (!isKnown) {
      return Optional.of("the index topic has not been read yet");
    }
    return ends.isEmpty()
        ? Optional.empty()
        : Optional.of("the index is read but for %d records at most".formatted(left));
  }
}
