package io.alignstream.ingest.kafka;

import io.alignstream.schemas.Keys;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.wire.AvroWire;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Picks topic and key of everything that leaves the line. Encoding and publishing may be on two
 * nodes: {@link #encode} where the outputs were made, {@link #publication} where they are written.
 */
public final class Outputs {
  private final Topics topics;
  private final EventLimits limits;
  private final DeadLetters deadLetters;
  private final Serializer<IndexEntry> indexEntries;
  private final Serializer<Answer> answers;

  /** For these topics of these limits, in this wire format. */
  public Outputs(Topics topics, EventLimits limits, AvroWire wire, Clock clock) {
    this.topics = topics;
    this.limits = limits;
    this.deadLetters = new DeadLetters(topics.deadLetters(), limits, clock);
    this.indexEntries = wire.serializer(IndexEntry.class);
    this.answers = wire.serializer(Answer.class);
  }

  /**
   * What an event leaves behind: its index entry and answers, its dead letter, or the deletion of
   * its image from the index.
   */
  public Publication of(ConsumerRecord<byte[], byte[]> event, Outcome<EventOutputs> outcome) {
    return publication(event, encode(outcome));
  }

  /**
   * Outputs as their topics take them; a rejection if one is too large for its topic. Safe for
   * several threads.
   */
  public Outcome<List<Output>> encode(Outcome<EventOutputs> outcome) {
    return outcome.map(this::encoded).flatMap(this::fitting);
  }

  /** What an event leaves behind, from outputs that are encoded. */
  public Publication publication(
      ConsumerRecord<byte[], byte[]> event, Outcome<List<Output>> outcome) {
    return new Publication(
        outcome.fold(
            Outputs::accepted,
            reason -> List.of(deadLetters.of(event, reason)),
            imageId -> List.of(new ProducerRecord<>(topics.index(), Keys.ofImage(imageId), null))),
        event.offset() + 1);
  }

  private List<Output> encoded(EventOutputs outputs) {
    var encoded = new ArrayList<Output>(1 + outputs.answers().size());
    var entry = outputs.indexEntry();
    encoded.add(
        output(
            topics.index(),
            Keys.ofImage(entry.getImageId()),
            indexEntries.serialize(topics.index(), entry)));
    for (var answer : outputs.answers()) {
      encoded.add(
          output(
              topics.answers(),
              Keys.ofAnswer(answer.getEventId(), answer.getTaskId()),
              answers.serialize(topics.answers(), answer)));
    }
    return encoded;
  }

  private Outcome<List<Output>> fitting(List<Output> outputs) {
    return outputs.stream()
        .filter(output -> output.size() > limits.outputBytes())
        .findFirst()
        .map(
            large ->
                Outcome.<List<Output>>rejected(
                    Reason.of(
                        "publish",
                        Reason.Code.TOO_LARGE,
                        "An output for %s has %d bytes; %d are possible (alignstream.max-event-bytes)."
                            .formatted(large.topic(), large.size(), limits.outputBytes()))))
        .orElseGet(() -> Outcome.accepted(outputs));
  }

  private static Output output(String topic, byte[] key, byte[] value) {
    return new Output(topic, Bytes.wrap(key), Bytes.wrap(value));
  }

  private static List<ProducerRecord<byte[], byte[]>> accepted(List<Output> outputs) {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>(outputs.size());
    for (var output : outputs) {
      records.add(
          new ProducerRecord<>(output.topic(), output.key().toArray(), output.value().toArray()));
    }
    return records;
  }
}
