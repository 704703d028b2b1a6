package io.alignstream.deploy.topics;

import io.alignstream.ingest.kafka.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is committed in a topic, without a consumer group.
 *
 * @param kafka the brokers
 */
public record TopicReader(KafkaSettings kafka) {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * Gives every record from {@code since} (or the beginning) on to {@code use}, until that returns
   * false or, unless {@code follow} is set, the end that the topic had at the start is reached.
   *
   * @throws IllegalArgumentException if there is no such topic
   */
  public void read(
      String topic,
      Optional<Instant> since,
      boolean follow,
      Predicate<ConsumerRecord<byte[], byte[]>> use) {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no topic '%s'; `alignstream topics create` makes them".formatted(topic));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      since.ifPresent(instant -> seek(consumer, instant));
      var ends = consumer.endOffsets(partitions);
      while (follow || ahead(consumer, ends)) {
        for (var event : consumer.poll(POLL)) {
          if (!use.test(event)) {
            return;
          }
        }
      }
    }
  }

  private static boolean ahead(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private static void seek(KafkaConsumer<byte[], byte[]> consumer, Instant since) {
    var times = new HashMap<TopicPartition, Long>();
    consumer.assignment().forEach(partition -> times.put(partition, since.toEpochMilli()));
    var offsets = consumer.offsetsForTimes(times);
    for (var end : consumer.endOffsets(consumer.assignment()).entrySet()) {
      var found = offsets.get(end.getKey());
      consumer.seek(end.getKey(), found == null ? end.getValue() : found.offset());
    }
  }

  private Map<String, Object> settings() {
    var settings = kafka.consumer("none");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }
}
