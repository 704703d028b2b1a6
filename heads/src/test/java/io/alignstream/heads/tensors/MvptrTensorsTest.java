package io.alignstream.heads.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.encode.runtime.ModelException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The batch interface, from directory and file to file; and what it refuses. */
class MvptrTensorsTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/mvptr");

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "embedding, rep, '', max_tag_length=8, ''",
    "retrieval, retrieval, '', max_tag_length=8, ''",
    "vqa, vqa, vqa.labels, max_tag_length=8, ''",
    "ve, ve, ve.labels, use_b=true, use_b_true.",
    "re, re_deep, re.labels, max_tag_length=8;mod=2;phrase_layer=1, phrase_layer_1.mod2.",
    "re, re, re.labels, max_tag_length=8;mod=3, phrase_layer_none.mod3.",
  })
  void givesTheGoldens(String model, String golden, String labels, String options, String prefix)
      throws IOException {
    checkpoint(golden);
    var out = run("mvptr-" + model, inputs(labels), options(options));

    var expected = Checkpoint.open(GOLDENS.resolve("outputs_%s.safetensors".formatted(golden)));
    assertThat(out.names()).isNotEmpty();
    for (var name : out.names()) {
      assertClose(out, name, expected, prefix + name);
    }
  }

  @Test
  void defaultsAreTheReferences() throws IOException {
    checkpoint("rep");
    var all = Checkpoint.open(GOLDENS.resolve("inputs.safetensors"));
    var out =
        run(
            "mvptr-embedding",
            new SafetensorsWriter()
                .copy(all, "input_ids_a")
                .copy(all, "input_ids_b")
                .copy(all, "attention_mask_b")
                .copy(all, "img_feats"),
            Map.of("max_tag_length", "8"));

    var expected = Checkpoint.open(GOLDENS.resolve("outputs_rep.safetensors"));
    assertClose(out, "pooled_output", expected, "defaults.pooled_output");
    assertClose(out, "sequence_output", expected, "defaults.sequence_output");
  }

  @Test
  void representationsComeFromAnyCheckpoint() throws IOException {
    checkpoint("pretrain");
    assertThat(run("mvptr-embedding", inputs(""), Map.of()).names()).contains("pooled_output");
  }

  @Test
  void masksAreInRowMajorOrder() throws IOException {
    checkpoint("mlm");
    var all = Checkpoint.open(GOLDENS.resolve("inputs.safetensors"));
    var masked =
        new SafetensorsWriter()
            .longs("input_ids_a", List.of(4L, 24L), all.longs("mlm.input_ids_a"))
            .copy(all, "token_type_ids_a")
            .copy(all, "attention_mask_a")
            .copy(all, "input_ids_b")
            .copy(all, "token_type_ids_b")
            .copy(all, "attention_mask_b")
            .copy(all, "img_feats");
    var out = run("mvptr-mlm", masked, Map.of("max_tag_length", "8"));

    var expected = Checkpoint.open(GOLDENS.resolve("outputs_mlm.safetensors"));
    assertThat(out.longs("mask_positions")).isEqualTo(expected.longs("mask_positions"));
    assertClose(out, "prediction_scores", expected, "prediction_scores");
    assertClose(out, "seq_relationship", expected, "seq_relationship");
  }

  @Test
  void refusesWhatDoesNotFit() throws IOException {
    checkpoint("vqa");
    refuses("mvptr-retrieval", inputs(""), Map.of(), "num_labels is 11");
    refuses("mvptr-ve", inputs(""), Map.of(), "missing: classifier.weight");
    refuses("mvptr-vqa", inputs(""), Map.of("mode", "1"), "no option mode");
    refuses("mvptr-vqa", inputs(""), Map.of("max_tag_length", "eight"), "not a whole number");
    refuses("mvptr-vqa", new SafetensorsWriter(), Map.of(), "no tensor input_ids_a");
    refuses("mvptr-vqa", text(1, 65, 5), Map.of(), "the model has 64 positions");
    refuses("mvptr-vqa", text(1, 3, 640), Map.of(), "input_ids_a holds 640, not 0 to 639");
    refuses("mvptr-vqa", text(1, 3, -1), Map.of(), "input_ids_a holds -1");
    refuses(
        "mvptr-vqa",
        text(1, 3, 5).floats("img_feats", List.of(1L, 2L, 3L), FloatBuffer.allocate(6)),
        Map.of(),
        "img_feats is [1, 2, 3], not [1, regions, 2054]");
    refuses(
        "mvptr-vqa",
        text(1, 3, 5).longs("attention_mask_b", List.of(1L, 3L), LongBuffer.allocate(3)),
        Map.of(),
        "attention_mask_b is [1, 3], not [1, 2]");
    checkpoint("re");
    refuses("mvptr-re", inputs(""), Map.of("phrase_layer", "2"), "layers 0 to 1");
    refuses("mvptr-re", inputs(""), Map.of("mod", "4"), "there are 1, 2 and 3");
  }

  @Test
  void refusesTenThousandRegions() throws IOException {
    checkpoint("rep");
    var features = FloatBuffer.allocate(3 * 10_000 * 2054);
    refuses(
        "mvptr-embedding",
        text(3, 3, 5).floats("img_feats", List.of(3L, 10_000L, 2054L), features),
        Map.of(),
        "fewer regions or a smaller batch");
  }

  @Test
  void refusesWeightsThatAreNoNumbers() throws IOException {
    checkpoint("vqa");
    var file = directory.resolve("model.safetensors");
    var good = Checkpoint.open(GOLDENS.resolve("vqa.safetensors"));
    var writer = new SafetensorsWriter();
    for (var name : good.names()) {
      if (name.equals("bert.pooler.dense.bias")) {
        writer.copy(good, name);
      } else if (name.equals("cls.predictions.bias")) {
        var values = FloatBuffer.allocate(11).put(good.floats(name)).flip();
        writer.floats(name, List.of(11L), values.put(3, Float.NaN));
      } else {
        writer.copy(good, name);
      }
    }
    writer.write(file);
    refuses("mvptr-vqa", inputs(""), Map.of(), "cls.predictions.bias holds NaN at 3");
  }

  @Test
  void refusesDamagedConfigurations() throws IOException {
    checkpoint("vqa");
    var config = directory.resolve("config.json");
    Files.writeString(config, "{\"vocab_size\": ");
    refuses("mvptr-vqa", inputs(""), Map.of(), "is not JSON");
    Files.writeString(config, "{\"vocab_size\": 640, \"hidden_size\": 50, \"img_feature_dim\": 5}");
    refuses("mvptr-vqa", inputs(""), Map.of(), "hidden_size 50 is not a multiple");
    Files.writeString(config, "{\"vocab_size\": 640}");
    refuses("mvptr-vqa", inputs(""), Map.of(), "img_feature_dim is 0");
    Files.writeString(config, "{\"vocab_size\": \"many\"}");
    refuses("mvptr-vqa", inputs(""), Map.of(), "vocab_size is \"many\", not a whole number");
    Files.delete(config);
    refuses("mvptr-vqa", inputs(""), Map.of(), "cannot be read");
  }

  private void checkpoint(String golden) throws IOException {
    Files.deleteIfExists(directory.resolve("config.json"));
    Files.deleteIfExists(directory.resolve("model.safetensors"));
    Files.copy(
        GOLDENS.resolve("config_%s.json".formatted(golden)), directory.resolve("config.json"));
    Files.copy(GOLDENS.resolve(golden + ".safetensors"), directory.resolve("model.safetensors"));
  }

  private static SafetensorsWriter inputs(String labels) {
    var all = Checkpoint.open(GOLDENS.resolve("inputs.safetensors"));
    var writer = new SafetensorsWriter();
    all.names().stream().filter(name -> !name.contains(".")).forEach(n -> writer.copy(all, n));
    if (!labels.isEmpty()) {
      var shape = all.info(labels).shape();
      if (shape.size() == 1) {
        writer.longs("labels", shape, all.longs(labels));
      } else {
        writer.floats("labels", shape, all.floats(labels));
      }
    }
    return writer;
  }

  /** Texts of one id and a tag block of two. */
  private static SafetensorsWriter text(int pairs, int length, long id) {
    var ids = LongBuffer.allocate(pairs * length);
    while (ids.hasRemaining()) {
      ids.put(id);
    }
    return new SafetensorsWriter()
        .longs("input_ids_a", List.of((long) pairs, (long) length), ids.flip())
        .longs("input_ids_b", List.of((long) pairs, 2L), LongBuffer.allocate(pairs * 2));
  }

  private Checkpoint run(String model, SafetensorsWriter inputs, Map<String, String> options)
      throws IOException {
    var in = directory.resolve("in.safetensors");
    var out = directory.resolve("out.safetensors");
    inputs.write(in);
    MvptrTensors.run(model, directory, Checkpoint.open(in), options).write(out);
    return Checkpoint.open(out);
  }

  private void refuses(
      String model, SafetensorsWriter inputs, Map<String, String> options, String message) {
    assertThatThrownBy(() -> run(model, inputs, options))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  private static Map<String, String> options(String text) {
    return Arrays.stream(text.split(";"))
        .map(option -> option.split("="))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static void assertClose(Checkpoint out, String name, Checkpoint expected, String golden) {
    assertThat(out.info(name).shape()).isEqualTo(expected.info(golden).shape());
    var values = out.floats(name);
    var wanted = expected.floats(golden);
    for (int i = 0; i < values.remaining(); i++) {
      assertThat(values.get(i)).as("%s[%d]", golden, i).isCloseTo(wanted.get(i), within(5e-5f));
    }
  }
}
