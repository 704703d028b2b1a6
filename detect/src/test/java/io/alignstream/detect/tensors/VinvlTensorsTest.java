package io.alignstream.detect.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.detect.Goldens;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.encode.runtime.ModelException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors in, tensors out, under the reference's names. */
class VinvlTensorsTest {
  private static final int HEIGHT = 216;
  private static final int WIDTH = 236;

  @TempDir private Path directory;

  @Test
  void givesTheReferencesOutputs() throws IOException {
    var out = directory.resolve("outputs.safetensors");
    VinvlTensors.run(
            Goldens.DIRECTORY,
            inputs(pixels()),
            Map.of("nms_filter", "1", "ignore_box_regression", "true"))
        .write(out);

    var found = new Goldens(Checkpoint.open(out));
    var forward = Goldens.of("forward_a.safetensors");
    assertThat(found.file().info("c4").shape()).containsExactly(1L, 128L, 14L, 15L);
    assertThat(Goldens.error(found.floats("c4"), forward.floats("c4"))).isLessThan(1e-4);
    for (var name :
        List.of("rpn_objectness", "rpn_deltas", "proposals.0", "class_logits", "box_regression")) {
      assertThat(Goldens.error(found.floats(name), forward.floats(name))).as(name).isLessThan(1e-3);
    }
    var detections = Goldens.of("detections.safetensors");
    assertThat(found.ints("labels.0")).isEqualTo(detections.ints("a/tv/extract/0/labels"));
    for (var name : List.of("boxes", "scores", "attr_scores")) {
      assertThat(
              Goldens.error(found.floats(name + ".0"), detections.floats("a/tv/extract/0/" + name)))
          .as(name)
          .isLessThan(1e-3);
    }
    assertThat(found.file().info("box_features.0").shape()).containsExactly(36L, 256L);
    assertThat(found.file().info("attr_labels.0").shape()).containsExactly(36L, 16L);
  }

  @Test
  void saysWhichImageHoldsNoNumbers() throws IOException {
    var pixels = pixels();
    pixels.put(1234, Float.NaN);
    var inputs = inputs(pixels);
    assertThatThrownBy(() -> VinvlTensors.run(Goldens.DIRECTORY, inputs, Map.of()))
        .isInstanceOf(ModelException.class)
        .hasMessage("image 0: a pixel is not a finite number");
  }

  @Test
  void refusesUnknownOptions() throws IOException {
    var inputs = inputs(pixels());
    assertThatThrownBy(() -> VinvlTensors.run(Goldens.DIRECTORY, inputs, Map.of("nms", "1")))
        .hasMessageContaining("no option nms");
  }

  /** [3, H, W] as the goldens have it. */
  private static FloatBuffer pixels() {
    var image = Goldens.image("resized_a.png");
    var pixels = FloatBuffer.allocate(3 * HEIGHT * WIDTH);
    float[] mean = {103.53f, 116.28f, 123.675f};
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < HEIGHT * WIDTH; i++) {
        pixels.put((image.pixel(i % WIDTH, i / WIDTH) >> 8 * c & 0xff) - mean[c]);
      }
    }
    return pixels.flip();
  }

  private Checkpoint inputs(FloatBuffer pixels) throws IOException {
    var file = directory.resolve("inputs.safetensors");
    new SafetensorsWriter()
        .floats("images", List.of(1L, 3L, (long) HEIGHT, (long) WIDTH), pixels)
        .longs("image_sizes", List.of(1L, 2L), LongBuffer.wrap(new long[] {HEIGHT, WIDTH}))
        .write(file);
    return Checkpoint.open(file);
  }
}
