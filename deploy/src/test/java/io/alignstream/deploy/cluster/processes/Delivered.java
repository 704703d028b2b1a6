package io.alignstream.deploy.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.Source;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.wire.AvroWire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The guarantee: every event that was sent has its outputs once, in order, for a reader of what is
 * committed.
 */
final class Delivered implements AutoCloseable {
  private final Topics topics = Topics.defaults();
  private final AvroWire wire = AvroWire.withoutRegistry();
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> reader;
  private final Set<Origin> sent = new HashSet<>();
  private final Set<Origin> sentPoison = new HashSet<>();
  private final Map<TopicPartition, List<Origin>> seen = new HashMap<>();
  private final List<Origin> deadLetters = new ArrayList<>();
  private int number;
  private int outputs;

  Delivered(KafkaSettings kafka, int partitions) {
    producer =
        new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    reader =
        new KafkaConsumer<>(
            kafka.consumer("reader"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var all = new ArrayList<TopicPartition>();
    for (var topic : List.of(topics.index(), topics.answers(), topics.deadLetters())) {
      for (int partition = 0; partition < partitions; partition++) {
        all.add(new TopicPartition(topic, partition));
      }
    }
    reader.assign(all);
    reader.seekToBeginning(all);
  }

  /** Sends events with an image of so many bytes. */
  void send(int events, int imageBytes) {
    var acks = new ArrayList<Future<RecordMetadata>>();
    for (int i = 0; i < events; i++) {
      acks.add(send("event-", imageBytes));
    }
    acks.forEach(ack -> sent.add(origin(ack)));
  }

  /** Sends an event that kills what answers it. */
  void sendPoison() {
    sentPoison.add(origin(send("poison-", 100)));
  }

  private Future<RecordMetadata> send(String prefix, int imageBytes) {
    int id = number++;
    var event =
        ImageCaptionEvent.newBuilder()
            .setEventId(prefix + id)
            .setImageId("image-" + id)
            .setImageBytes(ByteBuffer.wrap(new byte[imageBytes]))
            .build();
    return producer.send(
        new ProducerRecord<>(
            topics.events(),
            ("image-" + id).getBytes(StandardCharsets.UTF_8),
            wire.serializer(ImageCaptionEvent.class).serialize(topics.events(), event)));
  }

  /** Events that are answered so far. */
  int answered() {
    return outputs / 2;
  }

  /** Events that were sent. */
  int sent() {
    return sent.size();
  }

  /** Reads on until the condition holds. */
  void readUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      reader.poll(Duration.ofMillis(100)).forEach(this::take);
    }
  }

  /** Sends and reads until so many more events are answered: all nodes are in mid-stream then. */
  void keepBusyFor(int events) {
    int enough = answered() + events;
    keepBusyUntil(() -> answered() >= enough);
  }

  /** Sends and reads until the condition holds, with some hundred events on their way. */
  void keepBusyUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (sent.size() - answered() < 400) {
        send(100, 1_000);
      }
      reader.poll(Duration.ofMillis(100)).forEach(this::take);
    }
  }

  /** Reads on until everything sent has its outputs. */
  void readAll() {
    readUntil(() -> answered() >= sent.size() && deadLetters.size() >= sentPoison.size());
  }

  private void take(ConsumerRecord<byte[], byte[]> read) {
    if (read.topic().equals(topics.deadLetters())) {
      deadLetters.add(
          new Origin(
              header(read, DeadLetterHeaders.TOPIC),
              Integer.parseInt(header(read, DeadLetterHeaders.PARTITION)),
              Long.parseLong(header(read, DeadLetterHeaders.OFFSET))));
      assertThat(header(read, DeadLetterHeaders.REASON)).isEqualTo("poison");
      return;
    }
    var source = source(read);
    outputs++;
    seen.computeIfAbsent(
            new TopicPartition(read.topic(), read.partition()), any -> new ArrayList<>())
        .add(new Origin(source.getTopic(), source.getPartition(), source.getOffset()));
  }

  private Source source(ConsumerRecord<byte[], byte[]> read) {
    return read.topic().equals(topics.index())
        ? wire.deserializer(IndexEntry.class).deserialize(read.topic(), read.value()).getSource()
        : wire.deserializer(Answer.class).deserialize(read.topic(), read.value()).getSource();
  }

  /** Nothing lost, doubled or out of order, up to now. */
  void assertExactlyOnceInOrder() {
    for (var topic : List.of(topics.index(), topics.answers())) {
      var all = new ArrayList<Origin>();
      seen.forEach(
          (partition, origins) -> {
            if (partition.topic().equals(topic)) {
              all.addAll(origins);
              assertInOrder(partition, origins);
            }
          });
      assertThat(all).as("doubled in " + topic).doesNotHaveDuplicates();
      assertThat(new HashSet<>(all)).as("lost or invented in " + topic).isEqualTo(sent);
    }
    assertThat(deadLetters).containsExactlyInAnyOrderElementsOf(sentPoison);
  }

  private static void assertInOrder(TopicPartition partition, List<Origin> origins) {
    var last = new HashMap<Integer, Long>();
    for (var origin : origins) {
      var before = last.put(origin.partition(), origin.offset());
      assertThat(before == null || before < origin.offset())
          .as("%s: %s after offset %s", partition, origin, before)
          .isTrue();
    }
  }

  private static Origin origin(Future<RecordMetadata> ack) {
    try {
      return new Origin(ack.get().topic(), ack.get().partition(), ack.get().offset());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> read, String name) {
    return new String(read.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
    reader.close();
  }
}
