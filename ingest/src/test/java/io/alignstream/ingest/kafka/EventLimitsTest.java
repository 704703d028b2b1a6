package io.alignstream.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.line.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLimitsTest {
  @Property
  void everyLimitHasRoomForTheOneBefore(
      @ForAll @IntRange(min = 1 << 10, max = 1 << 30) int maxEventBytes) {
    var limits = new EventLimits(maxEventBytes);

    assertThat((long) limits.maxEventBytes()).isLessThan(limits.eventTopicBytes());
    assertThat(limits.eventTopicBytes()).isLessThan(limits.outputTopicBytes());
    assertThat(limits.outputTopicBytes()).isLessThan(limits.requestBytes());
    assertThat(limits.requestBytes()).isLessThan(limits.frameBytes());
    assertThat(limits.fetchBytes()).isGreaterThanOrEqualTo(limits.requestBytes());
    assertThat(limits.bufferBytes()).isGreaterThanOrEqualTo(limits.requestBytes());
    assertThat(limits.brokerRequestBytes()).isGreaterThanOrEqualTo(limits.requestBytes());
  }

  /** A dead letter of the largest event that the topic takes fits its own topic. */
  @Property
  void deadLettersFitTheirTopic(@ForAll @StringLength(max = 20_000) String message) {
    var limits = new EventLimits(1 << 10);
    var refused =
        new ConsumerRecord<byte[], byte[]>("a".repeat(249), 999, Long.MAX_VALUE, null, new byte[0]);
    var letter =
        new DeadLetters("dead", limits, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
            .of(refused, Reason.of("ingest", Reason.Code.INVALID_EVENT, message));
    long headers = 0;
    for (var header : letter.headers()) {
      headers += header.key().length() + header.value().length + 10;
    }
    assertThat(headers).isLessThan(limits.outputTopicBytes() - limits.eventTopicBytes());
    assertThat(letter.headers().lastHeader(DeadLetterHeaders.MESSAGE).value())
        .hasSizeLessThanOrEqualTo(DeadLetterHeaders.MAX_MESSAGE_BYTES);
  }

  @Test
  void defaultTakesATenMegabytePhotograph() {
    var limits = EventLimits.from(ConfigFactory.load().getConfig("alignstream"));
    assertThat(limits.maxEventBytes()).isGreaterThan(10 * 1024 * 1024);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 KB", "2 GiB", "-1", "many"})
  void impossibleLimitNamesItsKey(String value) {
    var config = ConfigFactory.parseString("max-event-bytes = \"%s\"".formatted(value));
    assertThatThrownBy(() -> EventLimits.from(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("max-event-bytes");
  }
}
