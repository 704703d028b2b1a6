package io.alignstream.deploy.line;

import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.wire.AvroWire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes each event that becomes a dead letter, with what is needed to find it again. */
public final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  private final Deserializer<ImageCaptionEvent> events;

  /** Reads event ids of this wire format. */
  public RefusalLog(AvroWire wire) {
    this.events = wire.deserializer(ImageCaptionEvent.class);
  }

  /** Notes a rejection; anything else is no news. */
  public void note(ConsumerRecord<byte[], byte[]> event, Outcome<?> outcome) {
    outcome.fold(accepted -> true, reason -> noted(event, reason), imageId -> true);
  }

  private boolean noted(ConsumerRecord<byte[], byte[]> event, Reason reason) {
    LOG.atInfo()
        .addKeyValue("event_id", eventId(event))
        .addKeyValue("key", event.key() == null ? "" : Keys.text(event.key()))
        .addKeyValue("topic", event.topic())
        .addKeyValue("partition", event.partition())
        .addKeyValue("offset", event.offset())
        .addKeyValue("stage", reason.stage())
        .addKeyValue("reason", reason.code().headerValue())
        .log("refused: {}", reason.message());
    return true;
  }

  /** Empty where the event cannot be read, which is then the reason. */
  private String eventId(ConsumerRecord<byte[], byte[]> event) {
    try {
      var read = event.value() == null ? null : events.deserialize(event.topic(), event.value());
      return read == null ? "" : read.getEventId();
    } catch (RuntimeException e) {
      return "";
    }
  }
}
