package io.alignstream.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.line.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final byte[] KEY = {1};
  private static final byte[] VALUE = {2, 3};
  private static final EventLimits LIMITS = new EventLimits(1 << 10);
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final DeadLetters letters =
      new DeadLetters("dead", LIMITS, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void keepsTheRecordAndSaysWhy() {
    var letter =
        letters.of(
            refused(1234),
            Reason.of("ingest", Reason.Code.NOT_AVRO, "Not Avro.", new IllegalStateException()));

    assertThat(letter.topic()).isEqualTo("dead");
    assertThat(letter.partition()).isNull();
    assertThat(letter.key()).isEqualTo(KEY);
    assertThat(letter.value()).isEqualTo(VALUE);
    assertThat(letter.timestamp()).isEqualTo(1234);
    assertThat(text(letter.headers()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "trace", "abc",
                "__connect.errors.topic", "events",
                "__connect.errors.partition", "5",
                "__connect.errors.offset", "42",
                "__connect.errors.stage", "ingest",
                "__connect.errors.exception.class.name", "java.lang.IllegalStateException",
                "__connect.errors.exception.message", "Not Avro.",
                "alignstream.reason", "not-avro",
                "alignstream.refused-at", "2026-01-31T12:00:00Z"));
  }

  @Test
  void replayRestoresTheRecordAtANewTime() {
    var letter = letters.of(refused(1234), Reason.of("s", Reason.Code.POISON, "m"));
    var replayed = DeadLetters.replay(consumed(letter), "events");

    assertThat(replayed.topic()).isEqualTo("events");
    assertThat(replayed.key()).isEqualTo(KEY);
    assertThat(replayed.value()).isEqualTo(VALUE);
    assertThat(replayed.timestamp()).isNull();
    assertThat(text(replayed.headers()))
        .isEqualTo(
            Map.of("trace", "abc", "alignstream.first-timestamp", "1970-01-01T00:00:01.234Z"));
  }

  @Test
  void theFirstTimestampStaysThroughSeveralReplays() {
    var letter = letters.of(refused(1234), Reason.of("s", Reason.Code.POISON, "m"));
    var sent = DeadLetters.replay(consumed(letter), "events");
    var again = letters.of(consumed(sent, 99_000), Reason.of("s", Reason.Code.POISON, "once more"));
    var replayed = DeadLetters.replay(consumed(again), "events");

    assertThat(again.timestamp()).isEqualTo(99_000);
    assertThat(DeadLetters.firstTimestamp(consumed(again))).contains(Instant.ofEpochMilli(1234));
    assertThat(text(replayed.headers()))
        .isEqualTo(
            Map.of("trace", "abc", "alignstream.first-timestamp", "1970-01-01T00:00:01.234Z"));
  }

  /** A producer that compresses gets more into the event topic than its limit says. */
  @Test
  void recordLargerThanTheTopicIsCutAndSaysSo() {
    var whole = new byte[3 * LIMITS.eventTopicBytes()];
    Arrays.fill(whole, (byte) 7);
    var headers = new RecordHeaders().add("trace", new byte[] {1});
    var letter =
        letters.of(refused(1, KEY, whole, headers), Reason.of("s", Reason.Code.TOO_LARGE, "large"));

    assertThat(letter.key()).isEqualTo(KEY);
    assertThat(letter.headers().lastHeader("trace")).isNotNull();
    int cut = Integer.parseInt(text(letter.headers()).get(DeadLetterHeaders.CUT));
    assertThat(letter.value().length + cut).isEqualTo(whole.length);
    assertThat(EventLimits.size(consumed(letter))).isLessThan(LIMITS.outputBytes());
  }

  @Test
  void headersThatFillTheTopicGoFirst() {
    var headers = new RecordHeaders().add("huge", new byte[2 * LIMITS.eventTopicBytes()]);
    var letter =
        letters.of(refused(1, KEY, VALUE, headers), Reason.of("s", Reason.Code.TOO_LARGE, "large"));

    assertThat(letter.key()).isEqualTo(KEY);
    assertThat(letter.value()).isEqualTo(VALUE);
    assertThat(letter.headers().lastHeader("huge")).isNull();
    assertThat(letter.headers().lastHeader(DeadLetterHeaders.CUT)).isNotNull();
  }

  @Test
  void secondRefusalReplacesTheHeadersOfTheFirst() {
    var first = letters.of(refused(1234), Reason.of("s", Reason.Code.POISON, "first"));
    var second = letters.of(consumed(first), Reason.of("s", Reason.Code.POISON, "second"));

    assertThat(second.headers().headers(DeadLetterHeaders.MESSAGE)).hasSize(1);
    assertThat(text(second.headers())).containsEntry(DeadLetterHeaders.MESSAGE, "second");
    assertThat(second.headers().toArray()).hasSize(first.headers().toArray().length);
  }

  @Test
  void longMessagesAreCutBetweenCharacters() {
    var letter = letters.of(refused(1), Reason.of("s", Reason.Code.POISON, "x" + "€".repeat(5000)));
    var message = text(letter.headers()).get(DeadLetterHeaders.MESSAGE);

    assertThat(message).matches("x€+");
    assertThat(message.getBytes(StandardCharsets.UTF_8).length)
        .isBetween(DeadLetterHeaders.MAX_MESSAGE_BYTES - 3, DeadLetterHeaders.MAX_MESSAGE_BYTES);
  }

  @Test
  void recordsWithoutTimestampAreTakenToo() {
    assertThat(letters.of(refused(-1), Reason.of("s", Reason.Code.POISON, "m")).timestamp())
        .isNull();
  }

  private static ConsumerRecord<byte[], byte[]> refused(long timestamp) {
    var headers = new RecordHeaders().add("trace", "abc".getBytes(StandardCharsets.UTF_8));
    return refused(timestamp, KEY, VALUE, headers);
  }

  private static ConsumerRecord<byte[], byte[]> refused(
      long timestamp, byte[] key, byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        "events",
        5,
        42,
        timestamp,
        TimestampType.CREATE_TIME,
        1,
        2,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> sent) {
    return consumed(sent, sent.timestamp());
  }

  private static ConsumerRecord<byte[], byte[]> consumed(
      ProducerRecord<byte[], byte[]> sent, long timestamp) {
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        7,
        timestamp,
        TimestampType.CREATE_TIME,
        1,
        2,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  private static Map<String, String> text(Headers headers) {
    var text = new TreeMap<String, String>();
    headers.forEach(h -> text.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
    return text;
  }
}
