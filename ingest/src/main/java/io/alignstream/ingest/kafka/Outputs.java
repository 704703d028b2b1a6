package io.alignstream.ingest.kafka;

import io.alignstream.schemas.Keys;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.wire.AvroWire;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Picks topic and key of everything that leaves the line. */
public final class Outputs {
  private final Topics topics;
  private final DeadLetters deadLetters;
  private final Serializer<IndexEntry> indexEntries;
  private final Serializer<Answer> answers;

  /** For these topics, in this wire format. */
  public Outputs(Topics topics, AvroWire wire, Clock clock) {
    this.topics = topics;
    this.deadLetters = new DeadLetters(topics.deadLetters(), clock);
    this.indexEntries = wire.serializer(IndexEntry.class);
    this.answers = wire.serializer(Answer.class);
  }

  /**
   * What an event leaves behind: its index entry and answers, its dead letter, or the deletion of
   * its image from the index.
   */
  public Publication of(ConsumerRecord<byte[], byte[]> event, Outcome<EventOutputs> outcome) {
    return new Publication(
        outcome.fold(
            this::accepted,
            reason -> List.of(deadLetters.of(event, reason)),
            imageId -> List.of(new ProducerRecord<>(topics.index(), Keys.ofImage(imageId), null))),
        event.offset() + 1);
  }

  private List<ProducerRecord<byte[], byte[]>> accepted(EventOutputs outputs) {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    var entry = outputs.indexEntry();
    records.add(
        new ProducerRecord<>(
            topics.index(),
            Keys.ofImage(entry.getImageId()),
            indexEntries.serialize(topics.index(), entry)));
    for (var answer : outputs.answers()) {
      records.add(
          new ProducerRecord<>(
              topics.answers(),
              Keys.ofAnswer(answer.getEventId(), answer.getTaskId()),
              answers.serialize(topics.answers(), answer)));
    }
    return records;
  }
}
