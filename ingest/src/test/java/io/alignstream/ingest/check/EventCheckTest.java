package io.alignstream.ingest.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.ModelRelease;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.TaskRequest;
import io.alignstream.schemas.line.ImageSource;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason.Code;
import io.alignstream.schemas.line.TaskKind;
import io.alignstream.schemas.wire.AvroWire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With the limits of reference.conf. */
class EventCheckTest {
  private static final AvroWire WIRE = AvroWire.withoutRegistry();

  private final EventCheck check =
      new EventCheck(
          WIRE,
          CheckSettings.from(ConfigFactory.load().getConfig("alignstream.ingest.check")),
          new EventLimits(100_000));

  @Test
  void validEventKeepsAllItsParts() {
    var event =
        event()
            .setTasks(
                List.of(
                    task(Task.VQA, "what?"), task(Task.VQA, "where?"), task(Task.RELATIONS, "")))
            .setAttributes(Map.of("a", "b"))
            .build();
    var checked = accepted(check.check(kafka("cat", bytes(event))));

    assertThat(checked.event().eventId()).isEqualTo("e1");
    assertThat(checked.event().captions().get(0).text()).isEqualTo("a cat");
    assertThat(checked.event().tasks())
        .extracting(task -> task.id() + " " + task.kind())
        .containsExactly(
            "vqa " + TaskKind.VQA, "vqa-2 " + TaskKind.VQA, "relations " + TaskKind.RELATIONS);
    assertThat(checked.event().origin()).hasToString("events-2@17");
    assertThat(checked.image()).isInstanceOf(ImageSource.Inline.class);
    assertThat(checked.recordBytes()).isEqualTo(bytes(event).length + 3);
  }

  @Test
  void nullValueDeletesTheImageOfItsKey() {
    assertThat(check.check(kafka("cat", null))).isEqualTo(Outcome.deleted("cat"));
    assertRejected(kafka(null, null), Code.NULL_WITHOUT_KEY, "needs a key");
    assertRejected(kafka("", null), Code.NULL_WITHOUT_KEY, "needs a key");
  }

  @Test
  void otherBytesAreRejected() {
    assertRejected(kafka("cat", new byte[] {1, 2}), Code.NOT_AVRO, "begins neither");
    assertRejected(kafka("cat", new byte[0]), Code.NOT_AVRO, "begins neither");
    var release = new ModelRelease("m", "1", "vqa", "file:///m", "", null, 0L, Map.of(), null);
    assertRejected(
        kafka("cat", WIRE.serializer(ModelRelease.class).serialize("t", release)),
        Code.WRONG_SCHEMA,
        "ModelRelease");
  }

  @Test
  void largeEventIsRejectedWithItsSize() {
    assertRejected(kafka("cat", new byte[100_000]), Code.TOO_LARGE, "100003 bytes");
  }

  @Test
  void keyMustBeTheImageId() {
    assertRejected(kafka("dog", bytes(event().build())), Code.INVALID_EVENT, "key");
    assertThat(check.check(kafka(null, bytes(event().build()))))
        .isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void faultsNameTheirField() {
    assertInvalid(e -> e.setEventId(" "), "event_id is empty");
    assertInvalid(e -> e.setImageBytes(null), "exactly one of image_bytes");
    assertInvalid(e -> e.setImageUri("file:///a"), "must be set, not 2");
    assertInvalid(
        e -> e.setCaptions(List.of(new Caption("word ".repeat(100_000), null))),
        "captions[0] has 100000 words");
    assertInvalid(e -> e.setCaptions(List.of(new Caption(" ", null))), "captions[0] is empty");
    assertInvalid(
        e -> e.setCaptions(List.of(new Caption("a", List.of(List.of())))),
        "captions[0].phrases must have one to three words");
    assertInvalid(e -> e.setTasks(List.of(task(Task.UNKNOWN, "a"))), "tasks[0].task is unknown");
    assertInvalid(e -> e.setTasks(List.of(task(Task.VQA, ""))), "tasks[0].text is empty");
    assertInvalid(
        e -> e.setTasks(List.of(named("a", "x"), named("a", "y"))), "tasks[1].id a occurs twice");
    assertInvalid(e -> e.setTasks(List.of(named("a/b", "x"))), "must not contain a slash");
    assertInvalid(e -> e.setTasks(List.of(task(Task.MULTIPLE_CHOICE, "which?"))), "at least two");
    assertInvalid(e -> e.setAttributes(Map.of("a", "b".repeat(2000))), "value has 2000 characters");
  }

  @Test
  void messageStaysShortHoweverManyFaultsThereAre() {
    var captions = IntStream.range(0, 64).mapToObj(i -> new Caption("", null)).toList();
    var event = event().setCaptions(captions).build();
    assertRejected(kafka("cat", bytes(event)), Code.INVALID_EVENT, "captions[9]");
    String message =
        check.check(kafka("cat", bytes(event))).fold(e -> "", reason -> reason.message(), id -> "");
    assertThat(message).doesNotContain("captions[10]");
  }

  private void assertInvalid(Consumer<ImageCaptionEvent.Builder> change, String message) {
    var builder = event();
    change.accept(builder);
    var large =
        new EventCheck(
            WIRE,
            CheckSettings.from(ConfigFactory.load().getConfig("alignstream.ingest.check")),
            new EventLimits(1 << 20));
    assertRejected(large, kafka("cat", bytes(builder.build())), Code.INVALID_EVENT, message);
  }

  private void assertRejected(ConsumerRecord<byte[], byte[]> source, Code code, String message) {
    assertRejected(check, source, code, message);
  }

  private static void assertRejected(
      EventCheck check, ConsumerRecord<byte[], byte[]> source, Code code, String message) {
    var reasons = new ArrayList<>();
    check
        .check(source)
        .fold(
            event -> false,
            reason -> {
              assertThat(reason.code()).isEqualTo(code);
              assertThat(reason.message()).contains(message);
              return reasons.add(reason);
            },
            id -> false);
    assertThat(reasons).hasSize(1);
  }

  private static CheckedEvent accepted(Outcome<CheckedEvent> outcome) {
    return outcome.toOptional().orElseThrow();
  }

  private static ImageCaptionEvent.Builder event() {
    return ImageCaptionEvent.newBuilder()
        .setEventId("e1")
        .setImageId("cat")
        .setImageBytes(ByteBuffer.wrap(new byte[] {1, 2, 3}))
        .setCaptions(List.of(new Caption("a cat", List.of(List.of("cat")))));
  }

  private static TaskRequest task(Task task, String text) {
    return TaskRequest.newBuilder().setTask(task).setText(text).build();
  }

  private static TaskRequest named(String id, String text) {
    return TaskRequest.newBuilder().setTask(Task.VQA).setId(id).setText(text).build();
  }

  private static byte[] bytes(ImageCaptionEvent event) {
    return WIRE.serializer(ImageCaptionEvent.class).serialize("events", event);
  }

  private static ConsumerRecord<byte[], byte[]> kafka(
      @Nullable String key, byte @Nullable [] value) {
    return new ConsumerRecord<>("events", 2, 17, key == null ? null : Keys.ofImage(key), value);
  }
}
