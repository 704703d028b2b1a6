package io.alignstream.deploy.guarantee;

import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.line.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends events of all kinds and notes in a {@link Ledger} what has to become of them. */
public final class EventSender implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final Ledger ledger = new Ledger();
  private final List<Pending> pending = new ArrayList<>();
  private long clock = System.currentTimeMillis(); // Kafka deletes by it: it must be of today

  /** Sends to the event topic. */
  public EventSender(KafkaSettings kafka, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** What was sent; waits until the broker has acknowledged all of it. */
  public Ledger ledger() throws InterruptedException {
    for (var one : pending) {
      try {
        one.note().accept(one.sent().get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    pending.clear();
    return ledger;
  }

  /** Sends valid events of these numbers. */
  public void good(int from, int to) {
    for (int number = from; number < to; number++) {
      good(number);
    }
  }

  /** Sends the valid event of a number. */
  public void good(int number) {
    var event = TestEvents.event(number);
    send(
        stamped(TestEvents.sent(topic, event)),
        at -> ledger.good(at, event.getEventId(), event.getImageId(), TestEvents.TASK_IDS));
  }

  /** Sends the event of a number, broken. */
  public void broken(int number, Breakage breakage, Path root) {
    var sent = stamped(breakage.sent(topic, TestEvents.event(number), root));
    send(sent, at -> ledger.bad(at, sent, breakage.reason()));
  }

  /** Sends the valid event of a number that a test's models die of. */
  public void poison(int number) {
    var sent = stamped(TestEvents.sent(topic, TestEvents.event(number)));
    send(sent, at -> ledger.bad(at, sent, Reason.Code.POISON));
  }

  /** Sends the deletion of an image. */
  public void deletion(String imageId) {
    send(
        stamped(new ProducerRecord<>(topic, Keys.ofImage(imageId), null)),
        at -> ledger.deleted(imageId));
  }

  private void send(ProducerRecord<byte[], byte[]> sent, Consumer<RecordMetadata> note) {
    pending.add(new Pending(producer.send(sent), note));
  }

  /** A time and a header of its own, to be found again on a dead letter. */
  private ProducerRecord<byte[], byte[]> stamped(ProducerRecord<byte[], byte[]> plain) {
    clock++;
    var headers =
        new RecordHeaders().add("sent-as", String.valueOf(clock).getBytes(StandardCharsets.UTF_8));
    return new ProducerRecord<>(plain.topic(), null, clock, plain.key(), plain.value(), headers);
  }

  private record Pending(Future<RecordMetadata> sent, Consumer<RecordMetadata> note) {}

  @Override
  public void close() {
    producer.close();
  }
}
