package io.alignstream.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.deploy.cluster.Await;
import io.alignstream.deploy.guarantee.Breakage;
import io.alignstream.deploy.guarantee.TestEvents;
import io.alignstream.deploy.guarantee.TestInstallation;
import io.alignstream.deploy.guarantee.TestModels;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an event to the index of a query node, and out of it again. */
class IndexIT {
  private static final int IMAGES = 20;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path root;
  private EmbeddedKafka kafka;
  private TestInstallation installation;
  private KafkaProducer<byte[], byte[]> producer;
  private Node node;

  @BeforeEach
  void start() throws InterruptedException {
    kafka = EmbeddedKafka.inTemporaryDirectory(new EventLimits(Breakage.MAX_EVENT_BYTES));
    installation = TestInstallation.create(kafka.bootstrapServers(), "", root, "");
    producer =
        new KafkaProducer<>(
            installation.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer());
    node = startNode();
  }

  @AfterEach
  void stop() {
    node.stop().toCompletableFuture().join();
    producer.close();
    kafka.close();
  }

  @Test
  void followsTheEventsAndIsReadAgainAfterARestart() throws Exception {
    for (int number = 0; number < IMAGES; number++) {
      send(TestEvents.event(number));
    }
    Await.until(() -> images() == IMAGES);
    assertThat(captions("image-3")).containsExactly("a dog on a mat in room 3");

    var newer = TestEvents.event(3);
    newer.setEventId("newer");
    newer.setCaptions(List.of(Caption.newBuilder().setText("a cat instead").build()));
    send(newer);
    Await.until(() -> entry("image-3").path("event_id").asText().equals("newer"));
    assertThat(captions("image-3")).containsExactly("a cat instead");
    assertThat(images()).isEqualTo(IMAGES);

    deleteByEvent("image-4");
    Await.until(() -> status("/index/entries/image-4") == 404);
    assertThat(images()).isEqualTo(IMAGES - 1);

    node.stop().toCompletableFuture().join();
    node = startNode();
    Await.until(() -> node.notReady().isEmpty());
    assertThat(images()).isEqualTo(IMAGES - 1);
    assertThat(captions("image-3")).containsExactly("a cat instead");
    assertThat(status("/index/entries/image-4")).isEqualTo(404);
  }

  @Test
  void findsTheImagesThatAreNearestToOne() throws Exception {
    for (int number = 0; number < IMAGES; number++) {
      send(TestEvents.event(number));
    }
    Await.until(() -> images() == IMAGES);

    var found = json(get("/index/neighbours?image_id=image-2&k=3").body()).path("neighbours");
    assertThat(found).hasSize(3);
    // pictures repeat after ten: image-12 is the same as image-2
    assertThat(found.get(0).path("image_id").asText()).isEqualTo("image-12");
    assertThat(found.get(0).path("score").asDouble())
        .isGreaterThanOrEqualTo(found.get(1).path("score").asDouble());
    assertThat(found.findValuesAsText("image_id")).doesNotContain("image-2");

    assertThat(status("/index/neighbours?image_id=nobody")).isEqualTo(404);
    assertThat(get("/index/neighbours?image_id=image-2&k=0").body()).contains("from 1 to 1000");
    assertThat(status("/index/neighbours?image_id=image-2&k=many")).isEqualTo(400);
    assertThat(get("/metrics").body())
        .contains("alignstream_index_images 20")
        .contains("alignstream_index_changes_total{change=\"put\"} 20")
        .contains("alignstream_index_lag{partition=\"0\",topic=\"retrieval-index\"} 0");
  }

  @Test
  void whatCannotBeReadRemovesWhatItReplaced() throws Exception {
    send(TestEvents.event(0));
    Await.until(() -> images() == 1);
    producer
        .send(
            new ProducerRecord<>(
                installation.topics().index(),
                Keys.ofImage("image-0"),
                "no entry".getBytes(StandardCharsets.UTF_8)))
        .get();
    Await.until(() -> images() == 0);
    assertThat(get("/metrics").body())
        .contains("alignstream_index_changes_total{change=\"unreadable\"} 1");
  }

  private Node startNode() throws InterruptedException {
    return Node.start(installation.config(), TestModels::withoutPhrases);
  }

  private void send(ImageCaptionEvent event) throws InterruptedException, ExecutionException {
    producer.send(TestEvents.sent(installation.topics().events(), event)).get();
  }

  private void deleteByEvent(String imageId) throws InterruptedException, ExecutionException {
    producer
        .send(new ProducerRecord<>(installation.topics().events(), Keys.ofImage(imageId), null))
        .get();
  }

  private int images() {
    var metrics = get("/metrics").body();
    return metrics
        .lines()
        .filter(line -> line.startsWith("alignstream_index_images "))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
        .findAny()
        .orElse(-1);
  }

  private List<String> captions(String imageId) {
    var captions = new java.util.ArrayList<String>();
    entry(imageId).path("captions").forEach(caption -> captions.add(caption.asText()));
    return captions;
  }

  private JsonNode entry(String imageId) {
    return json(get("/index/entries/" + imageId).body());
  }

  private int status(String path) {
    return get(path).statusCode();
  }

  private HttpResponse<String> get(String path) {
    var address = "http://127.0.0.1:%d%s".formatted(node.http().getPort(), path);
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(text, e);
    }
  }
}
