package io.alignstream.deploy.demo;

import io.alignstream.deploy.topics.JsonLine;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.wire.AvroWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what leaves the line, as any consumer would, and writes it to files as JSON lines. */
final class DemoOutputs implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final JsonLine lines;
  private final AvroWire wire;
  private final Topics topics;
  private final String sampleImage;
  private final Map<String, Writer> files = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final List<Answer> sampleAnswers = new ArrayList<>();
  private Optional<IndexEntry> sampleEntry = Optional.empty();

  /**
   * Begins at the beginning.
   *
   * @param directory where the files go
   * @param sampleImage image whose entry and answers are kept to be shown
   */
  DemoOutputs(
      KafkaSettings kafka, AvroWire wire, Topics topics, Path directory, String sampleImage) {
    this.wire = wire;
    this.topics = topics;
    this.sampleImage = sampleImage;
    this.lines = new JsonLine(wire, 0);
    var settings = kafka.consumer("none");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : List.of(topics.index(), topics.answers(), topics.deadLetters())) {
      counts.put(topic, 0);
      files.put(topic, open(directory.resolve(topic + ".jsonl")));
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Takes what has arrived; waits a moment for it. */
  void poll() {
    consumer.poll(POLL).forEach(this::take);
  }

  /** Records of a topic so far. */
  int count(String topic) {
    return counts.getOrDefault(topic, 0);
  }

  /** The sample's index entry, once it has come. */
  Optional<IndexEntry> sampleEntry() {
    return sampleEntry;
  }

  /** The sample's answers that have come. */
  List<Answer> sampleAnswers() {
    return List.copyOf(sampleAnswers);
  }

  private void take(ConsumerRecord<byte[], byte[]> output) {
    counts.merge(output.topic(), 1, Integer::sum);
    var file = files.get(output.topic());
    if (file != null) {
      write(file, lines.of(output));
    }
    if (output.topic().equals(topics.index())) {
      var entry = wire.deserializer(IndexEntry.class).deserialize(output.topic(), output.value());
      if (entry.getImageId().equals(sampleImage)) {
        sampleEntry = Optional.of(entry);
      }
    } else if (output.topic().equals(topics.answers())) {
      var answer = wire.deserializer(Answer.class).deserialize(output.topic(), output.value());
      if (answer.getImageId().equals(sampleImage)) {
        sampleAnswers.add(answer);
      }
    }
  }

  private static Writer open(Path file) {
    try {
      return Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  private static void write(Writer file, String line) {
    try {
      file.write(line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    consumer.close();
    for (var file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
