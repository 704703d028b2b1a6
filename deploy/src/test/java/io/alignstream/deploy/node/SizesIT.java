package io.alignstream.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.guarantee.Breakage;
import io.alignstream.deploy.guarantee.TestEvents;
import io.alignstream.deploy.guarantee.TestInstallation;
import io.alignstream.deploy.guarantee.TestModels;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Phrase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too large for Kafka on its way out: the stream goes on, and a dead letter says why. */
class SizesIT {
  private static final EventLimits LIMITS = new EventLimits(Breakage.MAX_EVENT_BYTES);

  /** Finds a phrase that no output topic takes. */
  private static final PhraseExtractor TALKATIVE =
      text ->
          new ParsedText(
              text.text(),
              text.text().contains("room 7")
                  ? List.of(new Phrase(List.of("x".repeat(LIMITS.outputBytes()))))
                  : List.of(),
              List.of());

  @TempDir private Path root;

  @Test
  void anOutputOrAnEventBeyondTheLimitIsADeadLetter() throws Exception {
    try (var kafka = EmbeddedKafka.inTemporaryDirectory(LIMITS)) {
      var installation = TestInstallation.create(kafka.bootstrapServers(), "", root, "");
      var node = Node.start(installation.config(), () -> TestModels.with(TALKATIVE));
      try {
        send(installation);
        installation.outputs().awaitAllDone();

        var entries = installation.outputs().read(installation.topics().index());
        assertThat(entries)
            .extracting(entry -> Keys.text(entry.key()))
            .containsExactlyInAnyOrderElementsOf(
                images(0, 10).stream().filter(id -> !id.equals("image-7")).toList());
        var letters =
            installation.outputs().read(installation.topics().deadLetters()).stream()
                .collect(Collectors.toMap(letter -> Keys.text(letter.key()), letter -> letter));
        assertThat(letters).containsOnlyKeys("image-7", "zeros");

        var output = letters.get("image-7");
        assertThat(header(output, DeadLetterHeaders.REASON)).isEqualTo("too-large");
        assertThat(header(output, DeadLetterHeaders.MESSAGE)).contains("retrieval-index");
        assertThat(output.value())
            .isEqualTo(TestEvents.sent("any", TestEvents.event(7)).value()); // all of it

        var zeros = letters.get("zeros");
        assertThat(header(zeros, DeadLetterHeaders.REASON)).isEqualTo("too-large");
        assertThat(zeros.value().length + Integer.parseInt(header(zeros, DeadLetterHeaders.CUT)))
            .isEqualTo(5 * LIMITS.eventTopicBytes());
      } finally {
        node.stop().toCompletableFuture().join();
      }
    }
  }

  /** Ten events, and zeros: so many that only compression brings them into the topic. */
  private static void send(TestInstallation installation)
      throws InterruptedException, ExecutionException {
    var topic = installation.topics().events();
    var settings = installation.kafka().producer();
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 10 * LIMITS.eventTopicBytes());
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var zeros = new byte[5 * LIMITS.eventTopicBytes()];
      producer.send(new ProducerRecord<>(topic, Keys.ofImage("zeros"), zeros)).get();
      for (int number = 0; number < 10; number++) {
        producer.send(TestEvents.sent(topic, TestEvents.event(number))).get();
      }
    }
  }

  private static List<String> images(int from, int to) {
    var images = new ArrayList<String>();
    for (int number = from; number < to; number++) {
      images.add("image-" + number);
    }
    return images;
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
