package io.alignstream.ingest.check;

import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Reason.Code;
import io.alignstream.schemas.wire.AvroWire;
import io.alignstream.schemas.wire.WireException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads a Kafka record and checks everything about it but its image. */
public final class EventCheck {
  private static final String STAGE = "ingest";

  private final Deserializer<ImageCaptionEvent> deserializer;
  private final CheckSettings settings;
  private final EventLimits limits;

  /** With this wire format and these limits. */
  public EventCheck(AvroWire wire, CheckSettings settings, EventLimits limits) {
    this.deserializer = wire.deserializer(ImageCaptionEvent.class);
    this.settings = settings;
    this.limits = limits;
  }

  /**
   * A checked event; a deletion for a key without a value; or a rejection: {@code
   * NULL_WITHOUT_KEY}, {@code TOO_LARGE}, {@code NOT_AVRO}, {@code WRONG_SCHEMA}, {@code
   * INVALID_EVENT}. Safe for several threads.
   *
   * @throws io.alignstream.schemas.wire.RegistryException if the schema registry cannot be asked
   */
  public Outcome<CheckedEvent> check(ConsumerRecord<byte[], byte[]> event) {
    long size = EventLimits.size(event);
    if (size > limits.maxEventBytes()) {
      return rejected(
          Code.TOO_LARGE,
          "The event has %d bytes; alignstream.max-event-bytes is %d."
              .formatted(size, limits.maxEventBytes()));
    }
    if (event.value() == null) {
      return deletion(event);
    }
    try {
      return checked(event, deserializer.deserialize(event.topic(), event.value()), size);
    } catch (WireException e) {
      return Outcome.rejected(Reason.of(STAGE, e.code(), String.valueOf(e.getMessage()), e));
    }
  }

  private Outcome<CheckedEvent> deletion(ConsumerRecord<byte[], byte[]> event) {
    if (event.key() == null || event.key().length == 0) {
      return rejected(Code.NULL_WITHOUT_KEY, "A record without value needs a key: the image id.");
    }
    return Outcome.deleted(Keys.text(event.key()));
  }

  private Outcome<CheckedEvent> checked(
      ConsumerRecord<byte[], byte[]> source, ImageCaptionEvent event, long size) {
    var problems = new EventRules(settings).problems(event);
    if (source.key() != null && !Keys.text(source.key()).equals(event.getImageId())) {
      problems.add("the record's key is not the image_id");
    }
    if (!problems.isEmpty()) {
      return rejected(Code.INVALID_EVENT, "The event is invalid: " + String.join("; ", problems));
    }
    return Outcome.accepted(EventRecords.checked(source, event, size));
  }

  private static Outcome<CheckedEvent> rejected(Code code, String message) {
    return Outcome.rejected(Reason.of(STAGE, code, message));
  }
}
