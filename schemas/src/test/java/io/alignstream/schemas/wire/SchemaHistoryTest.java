package io.alignstream.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaHistoryTest {
  static List<Schema> topLevel() {
    return SchemaHistory.topLevel();
  }

  @ParameterizedTest
  @MethodSource("topLevel")
  void newestVersionIsWhatIsCompiled(Schema compiled) throws IOException {
    var history = SchemaHistory.ofJar().versions(compiled.getName());
    var next = "%s/%d.avsc".formatted(compiled.getName(), history.size() + 1);
    if (history.isEmpty()
        || !PlainSchemas.json(compiled).equals(history.get(history.size() - 1).toString())) {
      var written = Path.of("target", "avro", next);
      Files.createDirectories(written.getParent());
      Files.writeString(written, PlainSchemas.indented(compiled));
      Assertions.fail(
          "%s differs from the newest version in its history. If the change is meant, add it: cp %s src/main/resources/avro/%s"
              .formatted(compiled.getName(), written, next));
    }
  }

  @ParameterizedTest
  @MethodSource("topLevel")
  void everyVersionReadsEveryOther(Schema compiled) throws SchemaValidationException {
    var history = SchemaHistory.ofJar().versions(compiled.getName());
    assertThat(history).isNotEmpty();
    new SchemaValidatorBuilder().mutualReadStrategy().validateAll().validate(compiled, history);
  }

  @Test
  void incompatibleChangeIsFound() {
    var compiled = SchemaHistory.topLevel().get(0);
    var renamed =
        new Schema.Parser().parse(compiled.toString().replace("\"event_id\"", "\"event\""));
    var validator = new SchemaValidatorBuilder().mutualReadStrategy().validateAll();

    Assertions.assertThatThrownBy(() -> validator.validate(renamed, List.of(compiled)))
        .isInstanceOf(SchemaValidationException.class);
  }

  @Test
  void addedFieldNeedsADefaultAndRemovedFieldHadOne() {
    var compiled = SchemaHistory.topLevel().get(0);
    var plain = PlainSchemas.json(compiled);
    var image = "{\"name\":\"image_id\"";
    var validator = new SchemaValidatorBuilder().mutualReadStrategy().validateAll();

    var withDefault = "{\"name\":\"extra\",\"type\":\"string\",\"default\":\"\"}," + image;
    Assertions.assertThatCode(
            () -> validator.validate(parsed(plain.replace(image, withDefault)), List.of(compiled)))
        .doesNotThrowAnyException();
    var withoutDefault = "{\"name\":\"extra\",\"type\":\"string\"}," + image;
    Assertions.assertThatThrownBy(
            () ->
                validator.validate(parsed(plain.replace(image, withoutDefault)), List.of(compiled)))
        .isInstanceOf(SchemaValidationException.class);
    var removed = plain.replace("{\"name\":\"event_id\",\"type\":\"string\"},", "");
    assertThat(removed).isNotEqualTo(plain);
    Assertions.assertThatThrownBy(() -> validator.validate(parsed(removed), List.of(compiled)))
        .isInstanceOf(SchemaValidationException.class);
  }

  private static Schema parsed(String schema) {
    return new Schema.Parser().parse(schema);
  }

  @Test
  void everyVersionIsFoundByItsFingerprint() {
    for (var compiled : SchemaHistory.topLevel()) {
      assertThat(SchemaHistory.ofJar().byFingerprint(SchemaHistory.fingerprint(compiled)))
          .isPresent();
    }
  }
}
