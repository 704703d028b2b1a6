package io.alignstream.deploy.phrases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.parse.counting.PhraseCount;
import io.alignstream.parse.counting.PhraseCounts;
import io.alignstream.parse.counting.VocabularyBuild;
import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.wire.AvroWire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phrases counted over a topic of a real broker: nothing lost, nothing twice. */
class TopicCaptionsIT {
  private static final AvroWire WIRE = AvroWire.withoutRegistry();
  private static final VocabularyBuild WORDS =
      new VocabularyBuild(
          caption -> Arrays.stream(caption.split(" ")).map(Phrase::of).toList(),
          Duration.ofMillis(1));

  private static EmbeddedKafka broker;
  private static KafkaSettings kafka;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    var limits = new EventLimits(1 << 20);
    broker = EmbeddedKafka.inTemporaryDirectory(limits);
    kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()), limits);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void countsEveryCaptionOnceAcrossRestarts() throws Exception {
    create("counted");
    send("counted", 0, 500);
    long sofar = 0;
    for (int life = 0; life < 4; life++) { // each is stopped after a few batches
      try (var counts = open("counted");
          var source = TopicCaptions.open(kafka, WIRE, "counted", false, counts.position())) {
        int last = life;
        WORDS.run(source, counts, () -> last == 3 || counts.captions() == 0, () -> {}, p -> {});
        assertThat(counts.captions()).isGreaterThanOrEqualTo(sofar);
        sofar = counts.captions();
      }
    }
    try (var counts = open("counted")) {
      assertThat(counts.captions()).isEqualTo(1_000);
      assertThat(counts.frequent(500))
          .containsExactly(
              new PhraseCount(Phrase.of("dog"), 1_000), new PhraseCount(Phrase.of("two"), 500));
    }

    send("counted", 500, 7); // what came later is added
    try (var counts = open("counted");
        var source = TopicCaptions.open(kafka, WIRE, "counted", false, counts.position())) {
      WORDS.run(source, counts, () -> true, () -> {}, p -> {});
      assertThat(counts.captions()).isEqualTo(1_014);
    }
  }

  @Test
  void followsATopicUntilItIsStopped() throws Exception {
    create("followed");
    var goOn = new AtomicBoolean(true);
    try (var counts = open("followed");
        var source = TopicCaptions.open(kafka, WIRE, "followed", true, "")) {
      send("followed", 0, 20); // after it was opened
      WORDS.run(
          source,
          counts,
          goOn::get,
          () -> {
            if (counts.captions() == 40) {
              goOn.set(false);
            }
          },
          p -> {});
      assertThat(counts.frequent(40)).containsExactly(new PhraseCount(Phrase.of("dog"), 40));
    }
  }

  @Test
  void passesOverDeletionsAndWhatIsNoEvent() throws Exception {
    create("mixed");
    try (var producer = producer()) {
      producer.send(new ProducerRecord<>("mixed", new byte[] {1}, null)).get();
      producer.send(new ProducerRecord<>("mixed", new byte[] {1}, new byte[] {9, 9, 9})).get();
    }
    send("mixed", 0, 1);
    try (var counts = open("mixed");
        var source = TopicCaptions.open(kafka, WIRE, "mixed", false, "")) {
      WORDS.run(source, counts, () -> true, () -> {}, p -> {});
      assertThat(counts.captions()).isEqualTo(2);
      assertThat(source.unreadable()).isEqualTo(1);
      assertThat(source.progress().done()).isEqualTo(3);
    }
  }

  @Test
  void aMissingTopicIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicCaptions.open(kafka, WIRE, "nowhere", false, ""))
        .withMessageContaining("nowhere");
  }

  private PhraseCounts open(String topic) {
    return PhraseCounts.open(folder.resolve(topic), TopicCaptions.name(topic), 1_000);
  }

  private static void create(String topic) throws ExecutionException, InterruptedException {
    try (var admin = Admin.create(kafka.admin())) {
      admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
    }
  }

  private static void send(String topic, int from, int events) {
    var serializer = WIRE.serializer(ImageCaptionEvent.class);
    try (var producer = producer()) {
      for (int i = from; i < from + events; i++) {
        var event =
            ImageCaptionEvent.newBuilder()
                .setEventId("e" + i)
                .setImageId("i" + i)
                .setFeaturesKey("f" + i)
                .setCaptions(List.of(caption("dog n" + i), caption("dog two")))
                .build();
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    ("i" + i).getBytes(StandardCharsets.UTF_8),
                    serializer.serialize(topic, event)));
      }
      producer.flush();
    }
  }

  private static Caption caption(String text) {
    return Caption.newBuilder().setText(text).build();
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
