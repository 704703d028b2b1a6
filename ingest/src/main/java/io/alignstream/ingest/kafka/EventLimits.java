package io.alignstream.ingest.kafka;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.alignstream.schemas.DeadLetterHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Every byte limit of an installation, derived from the largest event: {@code event < event topic <
 * dead-letter topic < request < frame}, each with room for what is wrapped around the one before.
 *
 * @param maxEventBytes key, value and headers of the largest event that is worked on
 */
public record EventLimits(int maxEventBytes) {
  /**
   * An event over the limit by up to this is taken by the topic and becomes a dead letter; one that
   * is larger still is refused by the broker to whoever sends it.
   */
  private static final int GRACE = 1 << 20;

  /** Our headers: nine names and short values, and one message. */
  private static final int DEAD_LETTER_HEADERS = 2048 + DeadLetterHeaders.MAX_MESSAGE_BYTES;

  /** Kafka's record batch and request around one record, compression that made it longer. */
  private static final int ENVELOPE = 64 << 10;

  /** The two lengths of a header. */
  private static final int HEADER = 10;

  private static final int SMALLEST = 1 << 10;
  private static final int LARGEST = 1 << 30;

  /** Refuses what Kafka or an array cannot hold. */
  public EventLimits {
    if (maxEventBytes < SMALLEST || maxEventBytes > LARGEST) {
      throw new IllegalArgumentException(
          "an event's limit must be from %d to %d bytes, not %d"
              .formatted(SMALLEST, LARGEST, maxEventBytes));
    }
  }

  /** Reads {@code max-event-bytes} of the section {@code alignstream}. */
  public static EventLimits from(Config alignstream) {
    try {
      return new EventLimits(Math.toIntExact(alignstream.getBytes("max-event-bytes")));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ConfigException.BadValue(
          alignstream.origin(), "alignstream.max-event-bytes", String.valueOf(e.getMessage()), e);
    }
  }

  /** {@code max.message.bytes} of the event topic. */
  public int eventTopicBytes() {
    return maxEventBytes + GRACE;
  }

  /** Key and value of the largest output; an event with a larger one is a dead letter. */
  public int outputBytes() {
    return eventTopicBytes() + DEAD_LETTER_HEADERS;
  }

  /** {@code max.message.bytes} of the dead-letter topic and of all output topics. */
  public int outputTopicBytes() {
    return outputBytes() + ENVELOPE;
  }

  /** {@code max.request.size} of producers. */
  public int requestBytes() {
    return outputTopicBytes() + ENVELOPE;
  }

  /** {@code buffer.memory} of producers: two of the largest requests, at least Kafka's default. */
  public long bufferBytes() {
    return Math.max(32L << 20, 2L * requestBytes());
  }

  /** {@code max.partition.fetch.bytes} of consumers. */
  public int partitionFetchBytes() {
    return requestBytes();
  }

  /** {@code fetch.max.bytes} of consumers, at least Kafka's default. */
  public int fetchBytes() {
    return Math.max(50 << 20, requestBytes());
  }

  /** {@code socket.request.max.bytes} and {@code replica.fetch.max.bytes} of a broker. */
  public int brokerRequestBytes() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(100L << 20, 2L * requestBytes()));
  }

  /** Largest message between two nodes (Artery's {@code maximum-frame-size}). */
  public int frameBytes() {
    return requestBytes() + ENVELOPE;
  }

  /** Bytes of a record's key, value and headers. */
  public static long size(ConsumerRecord<byte[], byte[]> event) {
    return length(event.key()) + length(event.value()) + size(event.headers());
  }

  /** Bytes of headers, at most. */
  static long size(Headers headers) {
    long size = 0;
    for (var header : headers) {
      size += HEADER + Utils.utf8Length(header.key()) + length(header.value());
    }
    return size;
  }

  static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
