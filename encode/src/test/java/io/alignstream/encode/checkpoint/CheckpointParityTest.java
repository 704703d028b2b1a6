package io.alignstream.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.encode.pickle.None;
import io.alignstream.encode.pickle.Tuple;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PyTorch wrote, in all its containers, read back bit for bit. */
class CheckpointParityTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/checkpoints");

  @ParameterizedTest
  @CsvSource({
    "pytorch_model.bin, retrieval.safetensors",
    "pytorch_model_legacy.bin, retrieval.safetensors",
    "nested.bin, retrieval.safetensors",
    "mixed_zip.bin, mixed_expected.safetensors",
    "mixed_legacy.bin, mixed_expected.safetensors",
    "mixed_zip_torch2.bin, mixed_expected.safetensors",
    "extra_types_zip.bin, extra_types_expected.safetensors",
    "extra_types_legacy.bin, extra_types_expected.safetensors",
  })
  void readsWhatTorchWrote(String written, String expected) {
    assertSameTensors(
        Checkpoint.open(GOLDENS.resolve(written)), Checkpoint.open(GOLDENS.resolve(expected)));
  }

  @Test
  void readsWhatStandsBesideTheWeights() {
    var root = (Map<?, ?>) TorchFile.read(GOLDENS.resolve("nested.bin"));

    assertThat(root.get("epoch")).isEqualTo(3L);
    assertThat(root.keySet())
        .map(String::valueOf)
        .containsExactlyInAnyOrder("model", "optimizer", "scheduler", "epoch", "args");
    var args = (Map<?, ?>) root.get("args");
    assertThat(args.get("flags")).isEqualTo(List.of(true, false, None.NONE));
    assertThat(args.get("ids")).isEqualTo(new Tuple(List.of(1L, 2L)));
    assertThat(args.get("learning_rate")).isEqualTo(0.002);

    var expected = Checkpoint.open(GOLDENS.resolve("nested_optimizer_expected.safetensors"));
    var state = (Map<?, ?>) ((Map<?, ?>) root.get("optimizer")).get("state");
    int index = 0;
    for (var moments : state.values()) {
      for (var moment : new String[] {"exp_avg", "exp_avg_sq"}) {
        var tensor = (StoredTensor) ((Map<?, ?>) moments).get(moment);
        assertThat(tensor.bytes())
            .isEqualTo(expected.bytes("optimizer.state.%d.%s".formatted(index, moment)));
      }
      index++;
    }
    assertThat(index).isEqualTo(3);
  }

  static void assertSameTensors(Checkpoint actual, Checkpoint expected) {
    assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(expected.names());
    for (var name : expected.names()) {
      assertThat(actual.info(name)).isEqualTo(expected.info(name));
      assertThat(actual.bytes(name)).as(name).isEqualTo(expected.bytes(name));
    }
  }
}
