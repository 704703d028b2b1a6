package io.alignstream.ingest.kafka;

import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.line.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters and undoes them.
 *
 * @param topic where dead letters go
 * @param clock tells when a record was refused
 */
public record DeadLetters(String topic, Clock clock) {
  /** A refused record with its original value, key, headers and timestamp, and why. */
  public ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> refused, Reason reason) {
    var headers = original(refused.headers());
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
    return new ProducerRecord<>(
        topic, null, timestamp(refused), refused.key(), refused.value(), headers);
  }

  /** The record as it was before it was refused, to be sent to a topic again. */
  public static ProducerRecord<byte[], byte[]> replay(
      ConsumerRecord<byte[], byte[]> deadLetter, String toTopic) {
    return new ProducerRecord<>(
        toTopic,
        null,
        timestamp(deadLetter),
        deadLetter.key(),
        deadLetter.value(),
        original(deadLetter.headers()));
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
