package io.alignstream.deploy.index;

import io.alignstream.heads.index.RetrievalIndex;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code alignstream_index_images}, {@code alignstream_index_lag} by partition (records of the
 * topic that are not in the index yet) and {@code alignstream_index_changes_total} by kind: put,
 * delete, unreadable.
 */
public final class IndexMeters {
  private final MeterRegistry registry;
  private final Map<TopicPartition, Long> lags = new ConcurrentHashMap<>();
  private final Counter puts;
  private final Counter deletions;
  private final Counter unreadable;

  /** Registers the counters. */
  public IndexMeters(MeterRegistry registry) {
    this.registry = registry;
    this.puts = counter("put");
    this.deletions = counter("delete");
    this.unreadable = counter("unreadable");
  }

  void show(RetrievalIndex index) {
    Gauge.builder("alignstream.index.images", index, RetrievalIndex::size)
        .description("Images in this node's index")
        .register(registry);
  }

  void put() {
    puts.increment();
  }

  void deleted() {
    deletions.increment();
  }

  void unreadable() {
    unreadable.increment();
  }

  /** The partition's lag as its consumer knows it; before the first answer it knows none. */
  void lag(TopicPartition partition, OptionalLong lag) {
    if (lag.isPresent() && lags.put(partition, lag.getAsLong()) == null) {
      Gauge.builder("alignstream.index.lag", lags, all -> all.getOrDefault(partition, 0L))
          .description("Records of the index topic that are not in this node's index yet")
          .tag("topic", partition.topic())
          .tag("partition", String.valueOf(partition.partition()))
          .register(registry);
    }
  }

  private Counter counter(String change) {
    return Counter.builder("alignstream.index.changes")
        .description("Records of the index topic")
        .tag("change", change)
        .register(registry);
  }
}
