package io.alignstream.deploy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.encode.progress.MetricsFile;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.wire.AvroWire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captions straight from a topic of a real broker: a range is the same each time it is read. */
class TopicTrainingIT {
  private static final AvroWire WIRE = AvroWire.withoutRegistry();

  private static EmbeddedKafka broker;
  private static KafkaSettings kafka;

  @TempDir private Path directory;

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
  void readsJustTheRangeAndTheLastEventOfAnImage() throws Exception {
    create("range", 2);
    send("range", 0, event("a", "", "one"));
    send("range", 0, event("b", "", "two"));
    send("range", 0, event("a", "features-a", "three", "four"));
    send("range", 1, event("c", "", "five"));
    send("range", 1, event("d", "", "six"));
    try (var producer = producer()) {
      producer.send(new ProducerRecord<>("range", 0, new byte[] {1}, new byte[] {9, 9})).get();
      producer.send(new ProducerRecord<>("range", 1, bytes("c"), null)).get();
    }
    assertThat(read("kafka:range?to=0@3").images())
        .containsExactly(
            new TopicEvents.Image("features-a", List.of(text("three"), text("four"))),
            new TopicEvents.Image("b", List.of(text("two"))));
    assertThat(read("kafka:range?from=0@1&to=0@2,1@1").images())
        .containsExactly(
            new TopicEvents.Image("b", List.of(text("two"))),
            new TopicEvents.Image("c", List.of(text("five"))));
    var all = read("kafka:range?to=0@4,1@3");
    assertThat(all.unreadable()).isEqualTo(1);
    assertThat(all.images()).hasSize(3).noneMatch(image -> image.key().equals("c"));

    send("range", 1, event("e", "", "later"));
    assertThat(read("kafka:range?to=0@4,1@3")).isEqualTo(all);
  }

  @Test
  void aRangeThatIsNotThereIsNamedWithTheOneThatIs() throws Exception {
    create("short", 1);
    send("short", 0, event("a", "", "one"));
    assertThatThrownBy(() -> read("kafka:short"))
        .hasMessageContaining("to=… is missing")
        .hasMessageContaining("from=0@0&to=0@1");
    assertThatThrownBy(() -> read("kafka:short?to=0@9"))
        .hasMessageContaining("no offsets 0 to 9 in partition 0")
        .hasMessageContaining("to=0@1");
    assertThatThrownBy(() -> read("kafka:short?to=3@1")).hasMessageContaining("partition 3");
    assertThatThrownBy(() -> read("kafka:nowhere?to=0@1"))
        .hasMessageContaining("there is no topic 'nowhere'");
  }

  /** The command trains on a part and measures on the images that were held out. */
  @Test
  void trainsFromATopic() throws Exception {
    create("captions", 1);
    var world = new TinyWorld(directory, 3);
    var pictures = world.pictures(1, 200);
    world.writeFeatures(pictures);
    var checkpoint = world.writeCheckpoint();
    for (var picture : pictures) {
      var caption =
          String.join(" and ", picture.things().stream().map(TinyWorld.Thing::phrase).toList());
      send("captions", 0, event("i" + picture.number(), picture.key(), caption));
    }
    var out = directory.resolve("out");
    var arguments =
        new Commands(directory)
            .fineTune(
                "pretrain",
                Path.of("kafka:captions?from=0@10&to=0@200"),
                checkpoint,
                out,
                "max_steps=20",
                "train_batch_size=16",
                "logging_steps=5",
                "learning_rate=1e-3",
                "topic_val_share=0.2",
                "pretrain_losses=retrieval,mlm");
    arguments.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    assertThat(Commands.succeed(arguments)).contains("done: step 20");

    var lines = MetricsFile.read(out.resolve("metrics.jsonl"));
    var losses = lines.stream().filter(l -> l.has("loss")).map(l -> l.path("loss").asDouble());
    assertThat(losses.toList()).hasSize(4);
    assertThat(lines.get(lines.size() - 1).path("evaluation").has("masked_words")).isTrue();

    var vqa =
        new Commands(directory).fineTune("vqa", Path.of("kafka:captions?to=0@9"), checkpoint, out);
    vqa.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    assertThat(Commands.fail(vqa)).contains("a topic holds captions", "not vqa");
  }

  private static TopicEvents read(String source) {
    return TopicEvents.read(kafka, WIRE, TopicRange.parse(source));
  }

  private static TopicEvents.Text text(String text) {
    return new TopicEvents.Text(text, List.of(Phrase.of(text)));
  }

  private static ImageCaptionEvent event(String imageId, String featuresKey, String... captions) {
    var event =
        ImageCaptionEvent.newBuilder()
            .setEventId("e" + imageId)
            .setImageId(imageId)
            .setCaptions(
                List.of(captions).stream()
                    .map(
                        text ->
                            Caption.newBuilder()
                                .setText(text)
                                .setPhrases(List.of(List.of(text)))
                                .build())
                    .toList());
    if (!featuresKey.isEmpty()) {
      event.setFeaturesKey(featuresKey);
    }
    return event.build();
  }

  private static void create(String topic, int partitions) throws Exception {
    try (var admin = Admin.create(kafka.admin())) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  private static void send(String topic, int partition, ImageCaptionEvent event) {
    try (var producer = producer()) {
      var value = WIRE.serializer(ImageCaptionEvent.class).serialize(topic, event);
      producer.send(new ProducerRecord<>(topic, partition, bytes(event.getImageId()), value));
      producer.flush();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
