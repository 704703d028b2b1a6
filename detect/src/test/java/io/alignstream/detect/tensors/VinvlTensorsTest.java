package io.alignstream.detect.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.detect.Goldens;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
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
            inputs(pixels(), HEIGHT, WIDTH),
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

  /** The second image holds NaN, the third is said to be larger than it is; the first is fine. */
  @Test
  void rejectsBadImagesAlone() throws IOException {
    int each = 3 * HEIGHT * WIDTH;
    var pixels = FloatBuffer.allocate(3 * each);
    for (int n = 0; n < 3; n++) {
      pixels.put(pixels());
    }
    pixels.put(each + 1234, Float.NaN);
    var out = directory.resolve("outputs.safetensors");

    var outputs =
        VinvlTensors.run(
            Goldens.DIRECTORY,
            inputs(pixels.flip(), HEIGHT, WIDTH, HEIGHT, WIDTH, HEIGHT, 100_000),
            Map.of("nms_filter", "1", "ignore_box_regression", "true"));
    outputs.write(out);

    assertThat(outputs.rejected())
        .containsExactly(
            "image 1: a pixel is not a finite number",
            "image 2: its size is said to be 100000 × 216, of 236 × 216 pixels given");
    var found = new Goldens(Checkpoint.open(out));
    assertThat(found.ints("labels.0"))
        .isEqualTo(Goldens.of("detections.safetensors").ints("a/tv/extract/0/labels"));
    assertThat(found.file().info("proposals.1").shape()).containsExactly(0L, 4L);
    assertThat(found.file().info("boxes.2").shape()).containsExactly(0L, 4L);
    assertThat(found.file().info("box_features.1").shape()).containsExactly(0L, 256L);
    assertThat(found.file().info("attr_labels.1").shape()).containsExactly(0L, 0L);
    assertThat(found.file().info("class_logits").shape())
        .isEqualTo(List.of(found.file().info("proposals.0").shape().get(0), 40L));
    var c4 = found.floats("c4");
    int map = c4.length / 3;
    assertThat(c4[map - 1]).isFinite();
    assertThat(c4[map]).isNaN();
    assertThat(c4[2 * map]).isNaN();
  }

  @Test
  void refusesUnknownOptions() throws IOException {
    var inputs = inputs(pixels(), HEIGHT, WIDTH);
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
        pixels.put((image.pixel(i % WIDTH, i / WIDTH) >> (8 * c) & 0xff) - mean[c]);
      }
    }
    return pixels.flip();
  }

  private Checkpoint inputs(FloatBuffer pixels, long... sizes) throws IOException {
    var file = directory.resolve("inputs.safetensors");
    long images = sizes.length / 2;
    new SafetensorsWriter()
        .floats("images", List.of(images, 3L, (long) HEIGHT, (long) WIDTH), pixels)
        .longs("image_sizes", List.of(images, 2L), LongBuffer.wrap(sizes))
        .write(file);
    return Checkpoint.open(file);
  }
}
