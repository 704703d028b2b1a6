package io.alignstream.deploy.demo;

import io.alignstream.deploy.exam.Outputs;
import io.alignstream.deploy.topics.JsonLine;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.wire.AvroWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Map<String, Writer> files = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final List<IndexEntry> entries = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final Set<String> indexed = new HashSet<>(); // events
  private final Map<String, Integer> answered = new HashMap<>(); // answers by event
  private final List<Refusal> refusals = new ArrayList<>();

  /**
   * A dead letter.
   *
   * @param key of the event
   * @param reason such as {@code not-avro}
   * @param message what is wrong
   */
  record Refusal(String key, String reason, String message) {}

  /**
   * Begins with what comes next.
   *
   * @param directory where the files go
   */
  DemoOutputs(KafkaSettings kafka, AvroWire wire, Topics topics, Path directory) {
    this.wire = wire;
    this.topics = topics;
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
    consumer.seekToEnd(partitions); // kept data may hold an earlier demo's
    partitions.forEach(consumer::position); // which is where the end is now, not at the first poll
  }

  /** Takes what has arrived; waits a moment for it. */
  void poll() {
    consumer.poll(POLL).forEach(this::take);
  }

  /** Records by topic so far. */
  Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** Events so far that left an index entry or a dead letter. */
  int events() {
    return entries.size() + refusals.size();
  }

  /** Whether an event has left an index entry. */
  boolean hasEntry(String eventId) {
    return indexed.contains(eventId);
  }

  /** Answers of an event so far. */
  int answers(String eventId) {
    return answered.getOrDefault(eventId, 0);
  }

  /** The dead letters so far. */
  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** Everything so far. */
  Outputs all() {
    return Outputs.of(entries, answers);
  }

  private void take(ConsumerRecord<byte[], byte[]> output) {
    var topic = output.topic();
    counts.merge(topic, 1, Integer::sum);
    var file = files.get(topic);
    if (file != null) {
      write(file, lines.of(output));
    }
    if (topic.equals(topics.index())) {
      var entry = wire.deserializer(IndexEntry.class).deserialize(topic, output.value());
      entries.add(entry);
      indexed.add(entry.getEventId());
    } else if (topic.equals(topics.answers())) {
      var answer = wire.deserializer(Answer.class).deserialize(topic, output.value());
      answers.add(answer);
      answered.merge(answer.getEventId(), 1, Integer::sum);
    } else {
      refusals.add(
          new Refusal(
              output.key() == null ? "(no key)" : Keys.text(output.key()),
              header(output, DeadLetterHeaders.REASON),
              header(output, DeadLetterHeaders.MESSAGE)));
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> output, String name) {
    var header = output.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
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
