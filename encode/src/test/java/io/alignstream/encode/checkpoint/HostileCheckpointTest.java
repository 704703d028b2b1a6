package io.alignstream.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken or mean harm end in a CheckpointException, or in the values they hold. */
class HostileCheckpointTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/checkpoints");
  private static final List<String> FILES =
      List.of(
          "mixed_zip.bin",
          "mixed_legacy.bin",
          "mixed_zip_torch2.bin",
          "extra_types_legacy.bin",
          "mixed_expected.safetensors");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(S'true'\ntR.",
        "cbuiltins\neval\n(V1+1\ntR.",
        "ctorch.storage\n_load_from_bytes\n(V1\ntR.",
        "cnumpy.core.multiarray\n_reconstruct\n(V1\ntR."
      })
  void refusesPicklesThatNameAnythingElse(String pickle) throws IOException {
    var file = directory.resolve("evil.bin");
    Files.writeString(file, pickle, StandardCharsets.UTF_8);

    var module = pickle.substring(1, pickle.indexOf('\n'));
    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("evil.bin")
        .hasMessageContaining(module);
  }

  @Test
  void truncatedFilesAreOneClearError() throws IOException {
    for (var name : FILES) {
      var bytes = Files.readAllBytes(GOLDENS.resolve(name));
      for (int length = 0; length < bytes.length; length += 1 + bytes.length / 97) {
        var file = directory.resolve("cut-" + name);
        Files.write(file, Arrays.copyOf(bytes, length));
        assertThatThrownBy(() -> readAll(Checkpoint.open(file)))
            .as("%s cut to %d", name, length)
            .isInstanceOf(CheckpointException.class)
            .hasMessageContaining(file.toString());
      }
    }
  }

  @Test
  void damagedFilesNeverEndInAnotherException() throws IOException {
    var random = new Random(20260101);
    for (var name : FILES) {
      var original = Files.readAllBytes(GOLDENS.resolve(name));
      for (int round = 0; round < 400; round++) {
        var bytes = original.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        var file = directory.resolve("damaged-" + name);
        Files.write(file, bytes);
        try {
          readAll(Checkpoint.open(file));
        } catch (CheckpointException e) {
          assertThat(e.getMessage()).contains(file.toString());
        }
      }
    }
  }

  @Test
  void fewBytesCannotClaimGigabytes() {
    StoredTensor.Storage none = (offset, length) -> ByteBuffer.allocate((int) length);
    var wide = new TensorInfo("x", ElementType.F32, List.of(1L << 30));
    assertThatThrownBy(() -> new StoredTensor(wide, none, 1, 0, List.of(0L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("repeats a storage of only 1 elements");
    var one = new TensorInfo("x", ElementType.F64, List.of(1L));
    assertThatThrownBy(() -> new StoredTensor(one, none, Long.MAX_VALUE, 0, List.of(1L)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void refusesANameThatStandsTwice() throws IOException {
    var header =
        "{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
    var bytes = ByteBuffer.allocate(9 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    var file = directory.resolve("twice.safetensors");
    Files.write(file, bytes.array());
    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("Duplicate");
  }

  @Test
  void saysWhatADirectoryLacks() {
    assertThatThrownBy(() -> Checkpoint.open(directory))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("model.safetensors");
  }

  private static void readAll(Checkpoint checkpoint) {
    checkpoint.names().forEach(checkpoint::floats);
  }
}
