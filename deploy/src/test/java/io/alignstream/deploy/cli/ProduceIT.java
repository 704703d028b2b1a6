package io.alignstream.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.deploy.guarantee.TestInstallation;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.deploy.topics.TopicReader;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.wire.AvroWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** {@code alignstream produce} as a process of its own, ended in the middle, against a broker. */
class ProduceIT {
  private static final int IMAGES = 300;
  private static final int ENDED_AFTER = 60;
  private static EmbeddedKafka kafka;

  @TempDir private Path directory;
  private Path images;
  private Path state;
  private TestInstallation installation;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.inTemporaryDirectory(new EventLimits(1 << 20));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void layOut(TestInfo test) throws IOException, InterruptedException {
    images = Files.createDirectory(directory.resolve("images"));
    state = directory.resolve("state.json");
    for (int i = 0; i < IMAGES; i++) {
      Files.writeString(images.resolve("%03d.png".formatted(i)), "pixels of " + i);
      Files.writeString(images.resolve("%03d.txt".formatted(i)), "caption of " + i);
    }
    var name = test.getTestMethod().orElseThrow().getName() + "-";
    installation = TestInstallation.create(kafka.bootstrapServers(), name, directory, "");
  }

  @Test
  void afterSigtermNothingIsSentTwice() throws Exception {
    var process = produce(true);
    awaitEvents(ENDED_AFTER);
    process.destroy();
    process.waitFor();

    int sent = events().size();
    assertThat(sent).isBetween(ENDED_AFTER, IMAGES - 1);
    assertThat(position()).isEqualTo(sent);
    assertThat(produce(false).waitFor()).isZero();
    assertThat(events()).hasSize(IMAGES);
    assertAllImagesCame();
  }

  @Test
  void afterAKillNothingIsMissingAndRepetitionsAreEqual() throws Exception {
    var process = produce(true);
    awaitEvents(ENDED_AFTER + 100); // the position is stored every second
    process.destroyForcibly().waitFor();

    int sent = events().size();
    long position = position();
    assertThat(position).isBetween(1L, (long) sent);
    assertThat(produce(false).waitFor()).isZero();
    assertThat(events()).hasSize(IMAGES + sent - (int) position);
    assertAllImagesCame();
  }

  private Process produce(boolean slowly) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Alignstream.class.getName(),
                "produce",
                images.toString(),
                "-b",
                kafka.bootstrapServers(),
                "-D",
                "schemas.topics.events=" + installation.topics().events(),
                "--resume",
                state.toString()));
    if (slowly) {
      command.addAll(List.of("--rate", "80"));
    }
    return new ProcessBuilder(command).inheritIO().start();
  }

  private void awaitEvents(int count) {
    var seen = new int[1];
    new TopicReader(installation.kafka())
        .read(installation.topics().events(), Optional.empty(), true, e -> ++seen[0] < count);
  }

  private List<ConsumerRecord<byte[], byte[]>> events() {
    var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    new TopicReader(installation.kafka())
        .read(installation.topics().events(), Optional.empty(), false, all::add);
    return all;
  }

  private long position() throws IOException {
    return new ObjectMapper().readTree(state.toFile()).get("samples").longValue();
  }

  private void assertAllImagesCame() {
    var reader = AvroWire.withoutRegistry().deserializer(ImageCaptionEvent.class);
    var different = new HashSet<ImageCaptionEvent>();
    var ids = new HashSet<String>();
    for (var sent : events()) {
      var event = reader.deserialize(sent.topic(), sent.value());
      assertThat(Keys.text(sent.key())).isEqualTo(event.getImageId());
      assertThat(event.getCaptions()).hasSize(1);
      different.add(event);
      ids.add(event.getEventId());
    }
    assertThat(different).hasSize(IMAGES);
    assertThat(ids).hasSize(IMAGES);
  }
}
