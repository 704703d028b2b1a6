package io.alignstream.ingest.kafka;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads where a group stands on a partition. */
final class CommittedOffset {
  private static final Logger LOG = LoggerFactory.getLogger(CommittedOffset.class);

  private CommittedOffset() {}

  /** A consumer that only reads and commits offsets. */
  static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The committed offset, or the partition's first if there is none or it was deleted. */
  static Progress read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    var committed = consumer.committed(Set.of(partition)).get(partition);
    var first = consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    if (committed != null && committed.offset() < first) {
      LOG.warn(
          "{}: the brokers deleted the records from {} to {} before they were read",
          partition,
          committed.offset(),
          first - 1);
    }
    return Progress.of(committed, first);
  }
}
