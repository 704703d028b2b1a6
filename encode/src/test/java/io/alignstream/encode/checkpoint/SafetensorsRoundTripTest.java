package io.alignstream.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer writes, the reader reads; whatever the names and shapes. */
class SafetensorsRoundTripTest {

  @Property(tries = 200)
  void everyTensorComesBack(@ForAll("tensors") Map<String, List<Float>> tensors)
      throws IOException {
    var directory = Files.createTempDirectory("round-trip");
    try {
      var file = directory.resolve("x.safetensors");
      var writer = new SafetensorsWriter().metadata("ключ", "値");
      tensors.forEach(
          (name, values) -> writer.floats(name, List.of(1L, (long) values.size()), buffer(values)));
      writer.write(file);

      var read = Checkpoint.open(file);
      assertThat(read.names()).containsExactlyElementsOf(tensors.keySet());
      tensors.forEach(
          (name, values) -> {
            assertThat(read.info(name).shape()).containsExactly(1L, (long) values.size());
            assertThat(read.floats(name)).isEqualTo(buffer(values));
          });
    } finally {
      Files.deleteIfExists(directory.resolve("x.safetensors"));
      Files.delete(directory);
    }
  }

  @Provide
  Arbitrary<Map<String, List<Float>>> tensors() {
    var names = Arbitraries.strings().ofMinLength(1).ofMaxLength(12).filter(this::isText);
    return Arbitraries.maps(names, Arbitraries.floats().list().ofMaxSize(9)).ofMaxSize(6);
  }

  /** JSON cannot carry lone surrogates. */
  private boolean isText(String name) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }

  private static FloatBuffer buffer(List<Float> values) {
    var buffer = FloatBuffer.allocate(values.size());
    values.forEach(buffer::put);
    return buffer.flip();
  }

  @Test
  void readsTensorsBeyondTheFirstTwoGigabytes(@TempDir Path directory) throws IOException {
    var file = directory.resolve("sparse.safetensors");
    long far = 3_000_000_000L;
    var header =
        "{\"far\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}}"
            .formatted(far, far + 8);
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      var start = ByteBuffer.allocate(8 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
      start.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
      channel.write(start.flip());
      var values = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f);
      channel.write(values.putFloat(-2f).flip(), 8 + header.length() + far);
    }
    assertThat(Checkpoint.open(file).floats("far"))
        .isEqualTo(FloatBuffer.wrap(new float[] {1.5f, -2f}));
  }
}
