package io.alignstream.deploy.bench;

import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Notes when index entries can be read, as a {@code read_committed} reader of the output topics
 * sees them; a query node's index is such a reader.
 */
final class IndexWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Topics topics;
  private final Map<String, Long> entries = new HashMap<>(); // nanoTime by image
  private int answers;

  /** Begins with what comes next. */
  IndexWatch(KafkaSettings kafka, Topics topics) {
    this.topics = topics;
    var settings = kafka.consumer("none");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : List.of(topics.index(), topics.answers(), topics.deadLetters())) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // where the end is now, not at the first poll
  }

  /**
   * Waits a moment for what comes next; whether anything came.
   *
   * @throws IllegalStateException if an event became a dead letter
   */
  boolean poll() {
    var outputs = consumer.poll(POLL);
    long now = System.nanoTime();
    for (var output : outputs) {
      if (output.topic().equals(topics.index())) {
        entries.putIfAbsent(Keys.text(output.key()), now);
      } else if (output.topic().equals(topics.answers())) {
        answers++;
      } else {
        throw new IllegalStateException(
            "event %s was refused: %s"
                .formatted(Keys.text(output.key()), header(output, DeadLetterHeaders.MESSAGE)));
      }
    }
    return !outputs.isEmpty();
  }

  /** Images whose entries can be read. */
  int entries() {
    return entries.size();
  }

  /** When an image's entry could first be read, by {@link System#nanoTime}. */
  long since(String imageId) {
    return entries.getOrDefault(imageId, Long.MAX_VALUE);
  }

  /** Answers so far. */
  int answers() {
    return answers;
  }

  private static String header(ConsumerRecord<byte[], byte[]> output, String name) {
    var header = output.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
