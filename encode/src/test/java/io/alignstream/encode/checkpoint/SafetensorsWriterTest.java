package io.alignstream.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  @TempDir Path directory;

  @Test
  void copiesEveryTensorUnchanged() throws IOException {
    var from =
        Checkpoint.open(Path.of("src/test/resources/goldens/checkpoints/extra_types_zip.bin"));
    var writer = new SafetensorsWriter().metadata("format", "pt");
    from.names().forEach(name -> writer.copy(from, name));

    var file = directory.resolve("copy.safetensors");
    writer.write(file);

    CheckpointParityTest.assertSameTensors(Checkpoint.open(file), from);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void everyHalfAndBfloat16SurvivesTheRoundTrip() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float half = Elements.half((short) bits);
      float brain = Float.intBitsToFloat(bits << 16);
      if (!Float.isNaN(half)) {
        assertThat(Elements.toHalf(half)).isEqualTo((short) bits);
      }
      if (!Float.isNaN(brain)) {
        assertThat(Elements.toBfloat16(brain)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void roundsToTheNearestHalf() throws IOException {
    var file = directory.resolve("half.safetensors");
    new SafetensorsWriter()
        .floats(
            "x",
            ElementType.F16,
            List.of(4L),
            () -> FloatBuffer.wrap(new float[] {1.0004f, 70000, -1e-8f, 0.1f}))
        .longs("n", List.of(), LongBuffer.wrap(new long[] {7}))
        .write(file);

    var read = Checkpoint.open(file);
    assertThat(read.floats("x"))
        .isEqualTo(FloatBuffer.wrap(new float[] {1, Float.POSITIVE_INFINITY, -0f, 0.099975586f}));
    assertThat(read.longs("n").get(0)).isEqualTo(7);
  }
}
