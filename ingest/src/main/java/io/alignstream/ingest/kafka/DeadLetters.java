package io.alignstream.ingest.kafka;

import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.line.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters and undoes them.
 *
 * @param topic where dead letters go
 * @param limits what the topic takes
 * @param clock tells when a record was refused
 */
public record DeadLetters(String topic, EventLimits limits, Clock clock) {
  /**
   * A refused record with its original value, key, headers and timestamp, and why. A record of more
   * than {@link EventLimits#eventTopicBytes} (its producer compressed it) is cut to them: what
   * stays of it is its key, its headers if they fit, and the beginning of its value.
   */
  public ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> refused, Reason reason) {
    var original = original(refused.headers());
    int most = limits.eventTopicBytes();
    var headers = EventLimits.size(original) <= most ? original : new RecordHeaders();
    long room = most - EventLimits.size(headers);
    var key = cut(refused.key(), room);
    var value = cut(refused.value(), room - EventLimits.length(key));
    long missing =
        (EventLimits.size(original) - EventLimits.size(headers))
            + (EventLimits.length(refused.key()) - EventLimits.length(key))
            + (EventLimits.length(refused.value()) - EventLimits.length(value));
    if (missing > 0) {
      add(headers, DeadLetterHeaders.CUT, String.valueOf(missing));
    }
    add(headers, DeadLetterHeaders.TOPIC, refused.topic());
    add(headers, DeadLetterHeaders.PARTITION, String.valueOf(refused.partition()));
    add(headers, DeadLetterHeaders.OFFSET, String.valueOf(refused.offset()));
    add(headers, DeadLetterHeaders.STAGE, reason.stage());
    add(headers, DeadLetterHeaders.REASON, reason.code().headerValue());
    add(headers, DeadLetterHeaders.MESSAGE, reason.message());
    if (!reason.exception().isEmpty()) {
      add(headers, DeadLetterHeaders.EXCEPTION, reason.exception());
    }
    add(headers, DeadLetterHeaders.REFUSED_AT, clock.instant().toString());
    return new ProducerRecord<>(topic, null, timestamp(refused), key, value, headers);
  }

  /**
   * The record as it was before it was refused, to be sent to a topic again; only its timestamp is
   * new, or the topic's retention might delete it before it is read. The old one stays in the
   * header {@link DeadLetterHeaders#FIRST_TIMESTAMP}.
   */
  public static ProducerRecord<byte[], byte[]> replay(
      ConsumerRecord<byte[], byte[]> deadLetter, String toTopic) {
    var headers = original(deadLetter.headers());
    headers.remove(DeadLetterHeaders.FIRST_TIMESTAMP);
    firstTimestamp(deadLetter)
        .ifPresent(time -> add(headers, DeadLetterHeaders.FIRST_TIMESTAMP, time.toString()));
    return new ProducerRecord<>(toTopic, null, deadLetter.key(), deadLetter.value(), headers);
  }

  /** The timestamp of the event before it was ever replayed; empty if it had none. */
  public static Optional<Instant> firstTimestamp(ConsumerRecord<byte[], byte[]> deadLetter) {
    var header = deadLetter.headers().lastHeader(DeadLetterHeaders.FIRST_TIMESTAMP);
    if (header != null) {
      try {
        return Optional.of(Instant.parse(new String(header.value(), StandardCharsets.UTF_8)));
      } catch (DateTimeParseException e) {
        return ofRecord(deadLetter); // somebody else's header
      }
    }
    return ofRecord(deadLetter);
  }

  private static Optional<Instant> ofRecord(ConsumerRecord<byte[], byte[]> deadLetter) {
    return Optional.ofNullable(timestamp(deadLetter)).map(Instant::ofEpochMilli);
  }

  private static Headers original(Headers headers) {
    var kept = new RecordHeaders();
    for (var header : headers) {
      if (!DeadLetterHeaders.ALL.contains(header.key())) {
        kept.add(header);
      }
    }
    return kept;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, cut(value));
  }

  private static byte @Nullable [] cut(byte @Nullable [] bytes, long room) {
    return bytes == null || bytes.length <= room ? bytes : Arrays.copyOf(bytes, (int) room);
  }

  /** UTF-8 that fits the room, cut between characters. */
  private static byte[] cut(String value) {
    var bytes = ByteBuffer.allocate(DeadLetterHeaders.MAX_MESSAGE_BYTES);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(value), bytes, true);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** Records of the oldest format have none (-1); a producer refuses that. */
  private static @Nullable Long timestamp(ConsumerRecord<?, ?> from) {
    return from.timestamp() < 0 ? null : from.timestamp();
  }
}
