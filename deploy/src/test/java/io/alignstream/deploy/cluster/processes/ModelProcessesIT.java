package io.alignstream.deploy.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.cluster.Await;
import io.alignstream.deploy.cluster.TestNodes;
import io.alignstream.deploy.guarantee.Breakage;
import io.alignstream.deploy.guarantee.TestInstallation;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.deploy.node.Node;
import io.alignstream.deploy.tiny.SceneEvents;
import io.alignstream.deploy.tiny.TinyModels;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.Source;
import io.alignstream.schemas.wire.AvroWire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes of {@code alignstream node} with real components (detector, parser, encoders,
 * heads; only their weights are random): one holds the partitions, two answer. They say what one
 * JVM says.
 */
class ModelProcessesIT {
  private static final int EVENTS = 40;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final List<String> ANSWERING = List.of("first", "second");

  private final AvroWire wire = AvroWire.withoutRegistry();
  @TempDir private Path directory;

  @Test
  void aClusterOfThreeSaysWhatOneJvmSays() throws Exception {
    var models = TinyModels.write(directory.resolve("models"));
    var settings = "alignstream.models = \"%s\"".formatted(models);
    try (var kafka =
        EmbeddedKafka.inTemporaryDirectory(new EventLimits(Breakage.MAX_EVENT_BYTES))) {
      var alone = TestInstallation.create(kafka.bootstrapServers(), "one-", directory, settings);
      send(alone);
      try (var opened = ModelFiles.from(alone.config()).open()) {
        var node = Node.start(alone.config(), () -> opened);
        alone.outputs().awaitAllDone();
        node.stop().toCompletableFuture().join();
      }

      var cluster =
          TestInstallation.create(kafka.bootstrapServers(), "three-", directory, settings);
      try (var processes = new Processes(directory)) {
        var ports = start(processes, cluster.config());
        send(cluster);
        cluster.outputs().awaitAllDone();
        assertShared(ports);
      }
      assertThat(cluster.outputs().read(cluster.topics().deadLetters())).isEmpty();
      assertSameEntries(alone, cluster);
      assertSameAnswers(alone, cluster);
    }
  }

  /** Starts all three, until both of those who answer are known to the one who asks. */
  private static List<Integer> start(Processes processes, Config config) {
    int seed = TestNodes.freePort();
    processes.startNode("ingest", node(config, seed, seed, "ingest", TestNodes.freePort()));
    var ports = new ArrayList<Integer>();
    for (var name : ANSWERING) {
      int http = TestNodes.freePort();
      ports.add(http);
      processes.startNode(name, node(config, TestNodes.freePort(), seed, "inference", http));
    }
    Await.until(() -> processes.links("ingest") == ANSWERING.size());
    return ports;
  }

  private static Config node(Config config, int port, int seed, String role, int http) {
    return ConfigFactory.parseString(
            """
            alignstream.http.port = %d
            alignstream.cluster {
              port = %d
              seed-nodes = ["127.0.0.1:%d"]
              roles = [%s]
              pause = 30s # loading models keeps a small machine busy
              # Small enough that nobody is given everything.
              inference { group-events = 2, groups-in-work = 4, groups-per-node = 1 }
            }
            """
                .formatted(http, port, seed, role))
        .withFallback(config);
  }

  private static void send(TestInstallation installation) throws Exception {
    var topic = installation.topics().events();
    var events = AvroWire.withoutRegistry().serializer(ImageCaptionEvent.class);
    try (var producer =
        new KafkaProducer<>(
            installation.kafka().producer(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        var event = SceneEvents.of(i);
        producer
            .send(
                new ProducerRecord<>(
                    topic, Keys.ofImage(event.getImageId()), events.serialize(topic, event)))
            .get();
      }
    }
  }

  /** Every event went through the encoder of one of the two, and each of them had some. */
  private static void assertShared(List<Integer> ports) throws IOException, InterruptedException {
    int all = 0;
    for (int port : ports) {
      int encoded = encoded(port);
      assertThat(encoded).isPositive();
      all += encoded;
    }
    assertThat(all).isEqualTo(EVENTS);
  }

  private static int encoded(int port) throws IOException, InterruptedException {
    var metrics =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)))
                .build(),
            BodyHandlers.ofString());
    var sum =
        Pattern.compile("alignstream_model_batch_size_sum\\{model=\"encoder\",?} (\\S+)")
            .matcher(metrics.body());
    assertThat(sum.find()).as(metrics.body()).isTrue();
    return (int) Double.parseDouble(sum.group(1));
  }

  private void assertSameEntries(TestInstallation one, TestInstallation other) {
    var expected = read(one, one.topics().index(), IndexEntry.class);
    var found = read(other, other.topics().index(), IndexEntry.class);
    assertThat(found).hasSize(EVENTS).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (image, entry) -> {
          var same = found.get(image);
          assertNear(same.getImageEmbedding(), entry.getImageEmbedding());
          assertThat(same.getCaptions()).hasSize(1);
          assertNear(
              same.getCaptions().get(0).getTextEmbedding(),
              entry.getCaptions().get(0).getTextEmbedding());
          assertThat(entry.getRegions()).isNotEmpty();
          assertThat(withoutVectors(same)).isEqualTo(withoutVectors(entry));
        });
  }

  /** Batches of other sizes are summed in another order. */
  private static void assertNear(List<Float> found, List<Float> expected) {
    assertThat(found).hasSameSizeAs(expected).isNotEmpty();
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-5f));
    }
  }

  private static IndexEntry withoutVectors(IndexEntry entry) {
    var copy = IndexEntry.newBuilder(entry).build();
    copy.setImageEmbedding(List.of());
    copy.getCaptions().forEach(caption -> caption.setTextEmbedding(List.of()));
    copy.setSource(
        new Source("any", copy.getSource().getPartition(), copy.getSource().getOffset()));
    return copy;
  }

  private void assertSameAnswers(TestInstallation one, TestInstallation other) {
    var expected = read(one, one.topics().answers(), Answer.class);
    var found = read(other, other.topics().answers(), Answer.class);
    assertThat(found).hasSize(EVENTS * SceneEvents.TASKS).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (key, answer) -> {
          var same = found.get(key);
          assertThat(same.getModelVersion()).isEqualTo(answer.getModelVersion());
          if (answer.getImageTextMatch() != null) {
            assertThat(same.getImageTextMatch().getMatch())
                .isCloseTo(answer.getImageTextMatch().getMatch(), within(1e-5f));
          }
        });
  }

  private <T extends SpecificRecord> Map<String, T> read(
      TestInstallation installation, String topic, Class<T> type) {
    var byKey = new TreeMap<String, T>();
    for (var read : installation.outputs().read(topic)) {
      byKey.put(
          Keys.text(read.key()), wire.deserializer(type).deserialize(read.topic(), read.value()));
    }
    return byKey;
  }
}
