package io.alignstream.heads.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.encode.runtime.ModelException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --option gradients=true} gives the reference's gradients before clipping. */
class GradientsParityTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/mvptr");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"retrieval", "vqa", "ve", "re"})
  void gradientsAreTheReferences(String name) throws IOException {
    var out = run(name);

    var expected = Checkpoint.open(GOLDENS.resolve("train_%s_grads.safetensors".formatted(name)));
    var step =
        new ObjectMapper()
            .readTree(Files.readAllBytes(GOLDENS.resolve("train.json")))
            .path("tasks")
            .path(name)
            .path("steps")
            .path(0);
    assertThat(out.floats("loss").get(0))
        .isCloseTo((float) step.path("loss").asDouble(), within(1e-4f));
    assertThat(out.names().stream().filter(tensor -> tensor.startsWith("grad/")))
        .containsExactlyInAnyOrderElementsOf(
            expected.names().stream().map(tensor -> "grad/" + tensor).toList());
    var apart = new ArrayList<String>();
    for (var tensor : expected.names()) {
      var actual = out.floats("grad/" + tensor);
      var golden = expected.floats(tensor);
      float tolerance = 1e-5f + 1e-4f * largest(golden);
      for (int i = 0; i < golden.remaining(); i++) {
        if (!(Math.abs(actual.get(i) - golden.get(i)) <= tolerance)) {
          apart.add("%s[%d] %s, not %s".formatted(tensor, i, actual.get(i), golden.get(i)));
        }
      }
    }
    assertThat(apart).isEmpty();
  }

  @Test
  void withoutLabelsThereAreNone() throws IOException {
    checkpoint("vqa");
    var inputs = GOLDENS.resolve("inputs.safetensors");
    assertThatThrownBy(
            () ->
                MvptrTensors.run(
                    "mvptr-vqa",
                    directory,
                    Checkpoint.open(inputs),
                    Map.of("max_tag_length", "8", "gradients", "true")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("need labels");
  }

  private Checkpoint run(String name) throws IOException {
    checkpoint(name);
    var all = Checkpoint.open(GOLDENS.resolve("inputs.safetensors"));
    var writer = new SafetensorsWriter();
    all.names().stream().filter(tensor -> !tensor.contains(".")).forEach(t -> writer.copy(all, t));
    if (name.equals("retrieval")) {
      writer.longs("dice_index", List.of(4L), LongBuffer.wrap(new long[] {0, 2, 3, 1}));
    } else if (name.equals("ve")) {
      var labels = all.longs("ve.labels");
      writer.longs("labels", all.info("ve.labels").shape(), labels);
    } else {
      writer.floats("labels", all.info(name + ".labels").shape(), all.floats(name + ".labels"));
    }
    var inputs = directory.resolve("in.tensors");
    writer.write(inputs);
    var outputs = directory.resolve("out.tensors");
    MvptrTensors.run(
            "mvptr-" + name,
            directory,
            Checkpoint.open(inputs),
            Map.of("max_tag_length", "8", "gradients", "true"))
        .write(outputs);
    return Checkpoint.open(outputs);
  }

  private void checkpoint(String name) throws IOException {
    Files.copy(GOLDENS.resolve("config_%s.json".formatted(name)), directory.resolve("config.json"));
    Files.copy(GOLDENS.resolve(name + ".safetensors"), directory.resolve("model.safetensors"));
  }

  private static float largest(FloatBuffer values) {
    float largest = 0;
    for (int i = 0; i < values.remaining(); i++) {
      largest = Math.max(largest, Math.abs(values.get(i)));
    }
    return largest;
  }
}
