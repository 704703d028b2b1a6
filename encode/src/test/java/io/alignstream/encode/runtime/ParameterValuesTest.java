package io.alignstream.encode.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkpoint meets a model's parameters: everything fits, or everything that does not is said.
 */
class ParameterValuesTest {
  private static final InitialValues ONES =
      (name, shape) -> FloatBuffer.wrap(new float[] {1, 1, 1, 1, 1, 1});

  @TempDir private Path directory;
  private Checkpoint checkpoint;

  @BeforeEach
  void write() throws IOException {
    var file = directory.resolve("model.safetensors");
    new SafetensorsWriter()
        .floats("body.weight", List.of(2L, 3L), FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6}))
        .floats("body.bias", List.of(2L), FloatBuffer.wrap(new float[] {7, 8}))
        .floats("old_head.weight", List.of(1L), FloatBuffer.wrap(new float[] {9}))
        .write(file);
    checkpoint = Checkpoint.open(file);
  }

  @Test
  void listsEverythingThatDoesNotFit() {
    var wanted = new Parameters.Builder();
    wanted.linear("body", 2, 3).linear("head", 3, 2);

    assertThatThrownBy(() -> ParameterValues.load(checkpoint, wanted.build(), LoadRules.EXACT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("missing: head.weight, head.bias")
        .hasMessageContaining("surplus: old_head.weight")
        .hasMessageContaining("body.weight is [2, 3], not [3, 2]")
        .hasMessageContaining("body.bias is [2], not [3]");
  }

  @Test
  void followsTheRules() {
    var wanted = new Parameters.Builder();
    wanted.linear("trunk", 3, 2);
    wanted.at("head").add("weight", 2, 3);
    var rules =
        LoadRules.EXACT
            .renaming(new LoadRules.Rename("body.", "trunk.", "the trunk was called body once"))
            .ignoring("old_head.")
            .startingFresh(ONES, "head.");

    var values = ParameterValues.load(checkpoint, wanted.build(), rules);

    assertThat(values.floats("trunk.weight").get(5)).isEqualTo(6);
    assertThat(values.floats("trunk.bias").get(1)).isEqualTo(8);
    assertThat(values.floats("head.weight").get(0)).isEqualTo(1);
  }
}
