package io.alignstream.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.ModelRelease;
import io.alignstream.schemas.line.Reason.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroWireTest {
  private static final String TOPIC = "events";
  private static final AvroWire PLAIN = AvroWire.withoutRegistry();

  /** A registry in memory, which numbers schemas from 7 on. */
  private static final class Numbers implements SchemaRegistry {
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    @Override
    public Optional<Schema> byId(int id) {
      return Optional.ofNullable(schemas.get(id));
    }

    @Override
    public int register(String subject, Schema schema) {
      assertThat(subject).isEqualTo("events-value");
      int id = 7 + schemas.size();
      schemas.put(id, schema);
      return id;
    }
  }

  @Test
  void writesSingleObjectEncodingAsAvroDoes() throws IOException {
    var event = TestEvents.full();
    var ofAvro = new ByteArrayOutputStream();
    new BinaryMessageEncoder<ImageCaptionEvent>(event.getSpecificData(), event.getSchema())
        .encode(event, ofAvro);

    assertThat(write(PLAIN, event)).isEqualTo(ofAvro.toByteArray());
  }

  @Test
  void writesConfluentFormatWithARegistry() {
    var written = write(AvroWire.withRegistry(new Numbers()), TestEvents.full());

    assertThat(Arrays.copyOf(written, 5)).containsExactly(0, 0, 0, 0, 7);
    assertThat(Arrays.copyOfRange(written, 5, written.length))
        .isEqualTo(Arrays.copyOfRange(write(PLAIN, TestEvents.full()), 10, written.length + 5));
  }

  @Test
  void oneDeserializerReadsBothFormats() {
    var wire = AvroWire.withRegistry(new Numbers());
    var reader = wire.deserializer(ImageCaptionEvent.class);
    var event = TestEvents.full();

    assertThat(reader.deserialize(TOPIC, write(wire, event))).isEqualTo(event);
    assertThat(reader.deserialize(TOPIC, write(PLAIN, event))).isEqualTo(event);
  }

  @Test
  void nullIsADeletionBothWays() {
    assertThat(PLAIN.serializer(ImageCaptionEvent.class).serialize(TOPIC, null)).isNull();
    assertThat(PLAIN.deserializer(ImageCaptionEvent.class).deserialize(TOPIC, null)).isNull();
    assertThat(PLAIN.anyDeserializer().deserialize(TOPIC, null)).isNull();
  }

  @Property
  void whatIsWrittenIsRead(
      @ForAll @StringLength(max = 300) String id, @ForAll @StringLength(max = 300) String caption) {
    var event = TestEvents.of(withoutLoneSurrogates(id), withoutLoneSurrogates(caption));
    assertThat(read(PLAIN, write(PLAIN, event))).isEqualTo(event);
  }

  @Test
  void readsWhatANewerWriterWrote() throws IOException {
    var newer =
        new Schema.Parser()
            .parse(
                PlainSchemas.json(ImageCaptionEvent.getClassSchema())
                    .replace(
                        "{\"name\":\"image_id\"",
                        "{\"name\":\"weather\",\"type\":\"string\",\"default\":\"\"},{\"name\":\"image_id\""));
    var written = new GenericData.Record(newer);
    newer.getFields().stream()
        .filter(Schema.Field::hasDefaultValue)
        .forEach(field -> written.put(field.pos(), GenericData.get().getDefaultValue(field)));
    written.put("event_id", "e");
    written.put("image_id", "i");
    written.put("weather", "rain");
    var registry = new Numbers();
    int id = registry.register("events-value", newer);
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(WireHeader.confluent(id));
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(newer).write(written, encoder);

    var read = read(AvroWire.withRegistry(registry), bytes.toByteArray());
    assertThat(read.getImageId()).isEqualTo("i");
    assertThat(read.getCaptions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void tooShortIsNotAvro(int length) {
    assertRefused(new byte[length], Code.NOT_AVRO);
  }

  @Test
  void otherFirstBytesAreNotAvro() {
    assertRefused("{\"event_id\": \"json\"}".getBytes(UTF_8), Code.NOT_AVRO);
  }

  @Test
  void unknownSchemasAreNamed() {
    var unknown = write(PLAIN, TestEvents.full());
    unknown[5] ^= 1;
    assertRefused(unknown, Code.WRONG_SCHEMA);
    assertRefused(new byte[] {0, 0, 0, 0, 9, 1, 2}, Code.WRONG_SCHEMA);
    assertThatThrownBy(
            () -> read(AvroWire.withRegistry(new Numbers()), new byte[] {0, 0, 0, 0, 9, 1, 2}))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("no schema 9");
  }

  @Test
  void otherRecordsAreTheWrongSchema() {
    var release =
        ModelRelease.newBuilder()
            .setModelId("m")
            .setVersion("1")
            .setTask("vqa")
            .setCheckpoint("file:///m")
            .setSha256("")
            .build();
    assertRefused(
        PLAIN.serializer(ModelRelease.class).serialize(TOPIC, release), Code.WRONG_SCHEMA);
  }

  @Test
  void everyTruncationAndAnythingBehindIsRefused() {
    var whole = write(PLAIN, TestEvents.full());
    for (int length = 10; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), Code.NOT_AVRO);
    }
    assertRefused(Arrays.copyOf(whole, whole.length + 1), Code.NOT_AVRO);
  }

  @Property(tries = 2000)
  void damagedBodiesAreReadOrRefused(@ForAll long seed) {
    var bytes = write(PLAIN, TestEvents.full());
    var random = new Random(seed);
    for (int hits = 1 + random.nextInt(6); hits > 0; hits--) {
      bytes[10 + random.nextInt(bytes.length - 10)] = (byte) random.nextInt();
    }
    Deserializer<ImageCaptionEvent> reader = PLAIN.deserializer(ImageCaptionEvent.class);
    try {
      assertThat(reader.deserialize(TOPIC, bytes)).isNotNull();
    } catch (WireException e) {
      assertThat(e.code()).isEqualTo(Code.NOT_AVRO);
    }
  }

  @Test
  void anythingIsShownAsItWasWritten() {
    var shown = PLAIN.anyDeserializer().deserialize(TOPIC, write(PLAIN, TestEvents.full()));
    assertThat(shown.getSchema().getName()).isEqualTo("ImageCaptionEvent");
    assertThat(shown.get("image_id")).hasToString("image-1");
  }

  @Test
  void answersOfUnknownTasksAreRead() {
    // A reader that lacks the newest task sees UNKNOWN: the enum has a default.
    var task = Answer.getClassSchema().getField("task").schema();
    assertThat(task.getEnumDefault()).isEqualTo("UNKNOWN");
  }

  private static byte[] write(AvroWire wire, ImageCaptionEvent event) {
    return wire.serializer(ImageCaptionEvent.class).serialize(TOPIC, event);
  }

  private static ImageCaptionEvent read(AvroWire wire, byte[] bytes) {
    return wire.deserializer(ImageCaptionEvent.class).deserialize(TOPIC, bytes);
  }

  private static void assertRefused(byte[] bytes, Code code) {
    assertThatThrownBy(() -> read(PLAIN, bytes))
        .isInstanceOfSatisfying(WireException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  /** UTF-8 has none; Avro writes a question mark for them. */
  private static String withoutLoneSurrogates(String text) {
    return text.codePoints()
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
