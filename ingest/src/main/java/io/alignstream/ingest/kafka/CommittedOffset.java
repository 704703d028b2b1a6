package io.alignstream.ingest.kafka;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads where a group stands on a partition. */
final class CommittedOffset {
  private CommittedOffset() {}

  /** A consumer that only reads and commits offsets. */
  static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The committed offset, or the partition's first if there is none. */
  static Progress read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    var committed = consumer.committed(Set.of(partition)).get(partition);
    var first =
        committed != null ? null : consumer.beginningOffsets(Set.of(partition)).get(partition);
    return Progress.of(committed, first == null ? 0 : first);
  }
}
