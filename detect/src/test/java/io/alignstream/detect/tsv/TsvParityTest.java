package io.alignstream.detect.tsv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.detect.Goldens;
import io.alignstream.schemas.line.Regions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the reference wrote, read and written again byte for byte. */
class TsvParityTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"mvptr/extract", "mvptr/fast_noreg", "benchmark/yaml", "benchmark/extract"})
  void writesWhatItReads(String name) throws IOException {
    var source = Goldens.DIRECTORY.resolve(name).resolve("predictions.tsv");
    var target = directory.resolve("predictions.tsv");
    var file = TsvFile.open(source);

    try (var writer = new TsvWriter(target)) {
      for (int row = 0; row < file.rows(); row++) {
        var columns = file.row(row);
        writer.write(
            name.startsWith("mvptr")
                ? FeatureRow.parse(columns).line()
                : ObjectsRow.parse(columns).line());
      }
    }

    assertThat(target).hasSameBinaryContentAs(source);
    assertThat(directory.resolve("predictions.lineidx"))
        .hasSameBinaryContentAs(source.resolveSibling("predictions.lineidx"));
  }

  @Test
  void findsMvptrsFeaturesByKey() throws IOException {
    var source = TsvFeatures.open(Goldens.DIRECTORY.resolve("mvptr/extract"));
    assertThat(source.keys()).containsExactlyInAnyOrder("coco_test_small", "synth.v1");

    var regions = source.find("coco_test_small").orElseThrow();

    assertThat(regions.features().columns()).isEqualTo(262);
    var tags =
        new ObjectMapper()
            .readTree(Goldens.DIRECTORY.resolve("mvptr/extract/tags.json").toFile())
            .at("/coco_test_small");
    assertThat(String.join(" ", regions.tags())).isEqualTo(tags.path("tag_string").asText());
    assertThat(source.find("unknown")).isEmpty();
  }

  @Test
  void bothLayoutsSayTheSame() throws IOException {
    for (var file : List.of("predictions.tsv", "predictions.lineidx")) {
      Files.copy(
          Goldens.DIRECTORY.resolve("benchmark/extract").resolve(file), directory.resolve(file));
    }
    Files.copy(Goldens.DIRECTORY.resolve("benchmark/test.hw.tsv"), directory.resolve("hw.tsv"));
    Regions objects = TsvFeatures.open(directory).find("1000").orElseThrow();
    Regions features =
        TsvFeatures.open(Goldens.DIRECTORY.resolve("mvptr/extract"))
            .find("coco_test_small")
            .orElseThrow();

    assertThat(objects.tags()).isEqualTo(features.tags());
    assertThat(objects.imageWidth()).isEqualTo(320);
    Goldens.assertClose(objects.features(), features.features(), 1e-6);
  }

  @Test
  void continuesAfterHalfARow() throws IOException {
    var file = directory.resolve("some.tsv");
    try (var writer = new TsvWriter(file)) {
      writer.write("a\t1");
      writer.write("b\tzwölf");
    }
    Files.writeString(file, "c\thal", StandardOpenOption.APPEND);

    try (var writer = new TsvWriter(file)) {
      assertThat(writer.keys()).containsExactly("a", "b");
      writer.write("c\t3");
    }

    assertThat(file).hasContent("a\t1\nb\tzwölf\nc\t3\n");
    assertThat(directory.resolve("some.lineidx")).hasContent("0\n4\n13\n");
    assertThat(TsvFile.open(file).row(2)).containsExactly("c", "3");
  }

  @Test
  void anIndexInCharactersIsNotTrusted() throws IOException {
    var file = directory.resolve("some.tsv");
    Files.writeString(file, "ä\t1\nö\t2\n");
    Files.writeString(directory.resolve("some.lineidx"), "0\n4\n");

    assertThat(TsvFile.open(file).key(1)).isEqualTo("ö");
  }

  @Test
  void saysWhichRowIsBroken() throws IOException {
    Files.writeString(directory.resolve("predictions.tsv"), "k\t{\"feature\": \"AAAA\"\n");
    var source = TsvFeatures.open(directory);

    assertThatThrownBy(() -> source.find("k"))
        .isInstanceOf(TsvException.class)
        .hasMessageContaining("predictions.tsv")
        .hasMessageContaining("'k'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e-05 0.00001",
        "0.0001 0.0001",
        "1e+16 1e16",
        "123456.0 123456",
        "2e-23 2.0E-23",
        "-0.5 -0.5",
        "1.2345e+20 1.2345e20"
      })
  void showsNumbersAsPythonDoes(String pair) {
    var part = pair.split(" ", -1);
    assertThat(PythonJson.repr(Double.parseDouble(part[1]))).isEqualTo(part[0]);
  }

  @Test
  void readsAndWritesLabelMaps() throws IOException {
    var map = LabelMap.read(Goldens.DIRECTORY.resolve("labelmap.json"));
    assertThat(map.labels()).hasSize(39);
    assertThat(map.label(2)).isEqualTo("baby");
    assertThat(map.attribute(0)).isEqualTo("__no_attribute__");

    var copy = directory.resolve("labelmap.json");
    map.write(copy);
    assertThat(LabelMap.read(copy)).isEqualTo(map);
  }
}
