package io.alignstream.deploy.guarantee;

import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * An installation's topics as a {@code read_committed} reader sees them.
 *
 * @param kafka the brokers
 * @param group the nodes' consumer group
 */
public record OutputTopics(KafkaSettings kafka, Topics topics, String group) {
  private static final Duration POLL = Duration.ofMillis(100);

  /** Everything that is committed in a topic, by partition and offset. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (var consumer = consumer()) {
      var partitions = assign(consumer, topic);
      var ends = consumer.endOffsets(partitions);
      var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(read::add);
      }
      return read;
    }
  }

  /** How far the group is done, by partition of the event topic. */
  public Map<Integer, Long> committed() throws InterruptedException {
    try (var admin = Admin.create(kafka.admin())) {
      var done = new HashMap<Integer, Long>();
      admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach(
              (partition, offset) -> {
                if (partition.topic().equals(topics.events()) && offset != null) {
                  done.put(partition.partition(), offset.offset());
                }
              });
      return done;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By partition, how many events have left an index entry or a dead letter. */
  public Map<Integer, Long> eventsWithOutputs() {
    return Came.read(this).events();
  }

  /** Returns when the group is done with every event that is in the topic now. */
  public void awaitAllDone() throws InterruptedException {
    awaitDone(Long.MAX_VALUE);
  }

  /** Returns when the group is done with so many events, or with all. */
  public void awaitDone(long events) throws InterruptedException {
    try (var consumer = consumer()) {
      var ends = consumer.endOffsets(assign(consumer, topics.events()));
      long all = ends.values().stream().mapToLong(end -> end).sum();
      consumer.pause(consumer.assignment());
      while (committed().values().stream().mapToLong(done -> done).sum() < Math.min(all, events)) {
        consumer.poll(POLL); // paused: it only lets time pass
      }
    }
  }

  private static Set<TopicPartition> assign(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .collect(Collectors.toSet());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return partitions;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var settings = kafka.consumer("none");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
