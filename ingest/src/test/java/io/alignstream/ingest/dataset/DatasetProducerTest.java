package io.alignstream.ingest.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.wire.AvroWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Kafka's own in-memory producer, which acknowledges when it is told to. */
class DatasetProducerTest {
  private static final AvroWire WIRE = AvroWire.withoutRegistry();

  @TempDir private Path directory;
  private Path images;
  private Path state;

  @BeforeEach
  void makeImages() throws IOException {
    images = Files.createDirectory(directory.resolve("images"));
    state = directory.resolve("state.json");
    for (int i = 0; i < 10; i++) {
      Files.writeString(images.resolve("image%d.png".formatted(i)), "pixels");
    }
  }

  @Test
  void sendsEveryImageKeyedByItsId() {
    var kafka = kafka(true);
    var result = producer(kafka, false).run(samples(), maker(), new Heard());

    assertThat(result).isEqualTo(new DatasetProducer.Result(10, 0, true));
    assertThat(keys(kafka)).containsExactlyElementsOf(names(0, 10));
    var event = event(kafka, 3);
    assertThat(event.getEventId()).isEqualTo("set-3");
    assertThat(event.getImageId()).isEqualTo("image3.png");
  }

  @Test
  void goesOnAfterAStop() {
    var first = kafka(true);
    var stopped = producer(first, false);
    var stopAfterFour =
        new Heard() {
          @Override
          public void sent(long samples, double progress) {
            if (samples == 4) {
              stopped.stop();
            }
          }
        };
    assertThat(stopped.run(samples(), maker(), stopAfterFour))
        .isEqualTo(new DatasetProducer.Result(4, 0, false));

    var second = kafka(true);
    assertThat(producer(second, false).run(samples(), maker(), new Heard()))
        .isEqualTo(new DatasetProducer.Result(10, 0, true));
    assertThat(keys(first)).containsExactlyElementsOf(names(0, 4));
    assertThat(keys(second)).containsExactlyElementsOf(names(4, 10));

    var third = kafka(true);
    producer(third, false).run(samples(), maker(), new Heard());
    assertThat(third.history()).isEmpty();
  }

  @Test
  void onlyWhatIsAcknowledgedCounts() {
    var kafka = kafka(false);
    var refusing =
        new Heard() {
          @Override
          public void sent(long samples, double progress) {
            if (samples == 3) {
              kafka.completeNext();
              kafka.errorNext(new KafkaException("the broker is full"));
              kafka.completeNext();
            }
          }
        };
    assertThatThrownBy(() -> producer(kafka, false).run(samples(), maker(), refusing))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("the broker is full");

    var again = kafka(true);
    producer(again, false).run(samples(), maker(), new Heard());
    assertThat(keys(again)).containsExactlyElementsOf(names(1, 10));
  }

  @Test
  void eventThatIsTooLargeNamesItsImage() throws IOException {
    Files.write(images.resolve("image5.png"), new byte[5000]);
    var heard = new Heard();

    assertThatThrownBy(() -> producer(kafka(true), false).run(samples(), maker(), heard))
        .hasMessageContaining("image5.png")
        .hasMessageContaining("max-event-bytes");
    var kafka = kafka(true);
    assertThat(producer(kafka, true).run(samples(), maker(), heard))
        .isEqualTo(new DatasetProducer.Result(10, 1, true));
    assertThat(keys(kafka)).containsExactlyElementsOf(names(6, 10));
    assertThat(heard.skipped).hasSize(1);
  }

  @Test
  void stateOfAnotherDataSetIsRefused() throws IOException {
    Files.writeString(state, "{\"data_set\": \"other\", \"samples\": 3}");
    assertThatThrownBy(() -> producer(kafka(true), false).run(samples(), maker(), new Heard()))
        .hasMessageContaining("belongs to other");
    Files.writeString(state, "half a fi");
    assertThatThrownBy(() -> producer(kafka(true), false).run(samples(), maker(), new Heard()))
        .hasMessageContaining("no state file");
  }

  @Test
  void acknowledgementsMayComeInAnyOrder() {
    var acknowledged = new Acknowledged(5);
    Stream.of(7L, 6L, 9L).forEach(acknowledged::add);
    assertThat(acknowledged.first()).isEqualTo(5);
    acknowledged.add(5);
    assertThat(acknowledged.first()).isEqualTo(8);
  }

  private static class Heard implements DatasetProducer.Listener {
    private final List<DatasetException> skipped = new ArrayList<>();

    @Override
    public void sent(long samples, double progress) {}

    @Override
    public void skipped(DatasetException why) {
      skipped.add(why);
    }
  }

  private Samples samples() {
    return DataSet.DIRECTORY.open(images, TableColumns.defaults());
  }

  private EventMaker maker() {
    return new EventMaker(EventMaker.Carriage.INLINE, images, "set", List.of());
  }

  private DatasetProducer producer(MockProducer<byte[], byte[]> kafka, boolean skipBroken) {
    return new DatasetProducer(
        kafka,
        WIRE.serializer(ImageCaptionEvent.class),
        new DatasetProducer.Plan(
            "events", "set", new EventLimits(2000), 0, Optional.of(state), skipBroken));
  }

  private static MockProducer<byte[], byte[]> kafka(boolean acknowledges) {
    return new MockProducer<>(
        acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static List<String> keys(MockProducer<byte[], byte[]> kafka) {
    return kafka.history().stream().map(sent -> Keys.text(sent.key())).toList();
  }

  private static ImageCaptionEvent event(MockProducer<byte[], byte[]> kafka, int number) {
    return WIRE.deserializer(ImageCaptionEvent.class)
        .deserialize("events", kafka.history().get(number).value());
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj("image%d.png"::formatted).toList();
  }
}
