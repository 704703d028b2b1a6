package io.alignstream.deploy.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.guarantee.Breakage;
import io.alignstream.deploy.guarantee.TestInstallation;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.ingest.kafka.DeadLetters;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.line.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of old events, sent back to a topic that keeps its records by time. */
class DeadLetterReplayIT {
  private static final Instant LONG_AGO = Instant.parse("2020-02-29T12:00:00Z");
  private static final Reason WHY = Reason.of("fetch", Reason.Code.FETCH_FAILED, "no answer");

  @TempDir private Path root;

  @Test
  void sendsWhatIsChosenAtANewTimeAndKeepsTheOldOne() throws Exception {
    try (var kafka =
        EmbeddedKafka.inTemporaryDirectory(new EventLimits(Breakage.MAX_EVENT_BYTES))) {
      var installation = TestInstallation.create(kafka.bootstrapServers(), "", root, "");
      var topics = installation.topics();
      var began = Instant.now();
      send(installation, refused("cat", LONG_AGO, 10));
      send(installation, refused("dog", LONG_AGO.plusSeconds(60), 10));
      send(
          installation,
          refused("whale", LONG_AGO, 2 * installation.kafka().limits().eventTopicBytes()));

      var untilDog =
          new DeadLetterReplay.Choice(
              Set.of("fetch-failed"),
              Set.of(),
              Optional.of(LONG_AGO),
              Optional.of(LONG_AGO.plusSeconds(60)));
      var replay = new DeadLetterReplay(installation.kafka());
      assertThat(replay.run(topics.deadLetters(), untilDog, true))
          .isEqualTo(new DeadLetterReplay.Result(1, 1));
      assertThat(installation.outputs().read(topics.events())).isEmpty();

      assertThat(replay.run(topics.deadLetters(), untilDog, false))
          .isEqualTo(new DeadLetterReplay.Result(1, 1));
      assertThat(installation.outputs().read(topics.events()))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(Keys.text(event.key())).isEqualTo("cat");
                assertThat(Instant.ofEpochMilli(event.timestamp())).isAfterOrEqualTo(began);
                assertThat(event.headers().toArray()).hasSize(1);
                assertThat(event.headers().lastHeader(DeadLetterHeaders.FIRST_TIMESTAMP).value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(LONG_AGO.toString());
              });
    }
  }

  private static ConsumerRecord<byte[], byte[]> refused(String imageId, Instant time, int bytes) {
    return new ConsumerRecord<>(
        "image-caption-events",
        0,
        7,
        time.toEpochMilli(),
        TimestampType.CREATE_TIME,
        1,
        2,
        Keys.ofImage(imageId),
        new byte[bytes],
        new RecordHeaders(),
        Optional.empty());
  }

  private static void send(TestInstallation installation, ConsumerRecord<byte[], byte[]> refused)
      throws InterruptedException, ExecutionException {
    var letters =
        new DeadLetters(
            installation.topics().deadLetters(), installation.kafka().limits(), Clock.systemUTC());
    try (var producer =
        new KafkaProducer<>(
            installation.kafka().producer(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(letters.of(refused, WHY)).get();
    }
  }
}
