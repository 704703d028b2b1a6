package io.alignstream.detect.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.detect.Goldens;
import io.alignstream.schemas.line.DecodedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pixels that the reference's transforms (Pillow) give, byte for byte. */
class PixelsParityTest {
  private static final List<Double> MEAN = List.of(103.53, 116.28, 123.675);

  @ParameterizedTest
  @CsvSource({"coco_test_small.png, resized_a.png", "synth.v1.png, resized_b.png"})
  void resizesAsPillowDoes(String image, String expected) {
    var resized = resize(image, new SizeRule(216, 360));
    assertThat(resized).isEqualTo(Goldens.image(expected));
  }

  /** The hashes are of the reference's images at 600 × 658 and so on, in our own form. */
  @ParameterizedTest
  @CsvSource({
    "coco_test_small.png, 256baa5ed709814498b2c8b48eeeed91056c1cdd33b1661cf1f0ad180c3bed61",
    "synth.v1.png, 23abc2782ccd592a17e3e2891d466f3d26d687b81e8d0326f10dcfd3a7233d4e"
  })
  void enlargesAsPillowDoes(String image, String expected) {
    assertThat(resize(image, new SizeRule(600, 1000)).contentHash()).isEqualTo(expected);
  }

  private static DecodedImage resize(String name, SizeRule rule) {
    var image = Goldens.image(name);
    var size = rule.apply(image.width(), image.height());
    return DecodedImage.wrap(size.width(), size.height(), BilinearResize.resize(image, size));
  }

  @Test
  void followsTheSizeRule() throws IOException {
    var table =
        new ObjectMapper()
            .readTree(Goldens.DIRECTORY.resolve("resize_sizes.json").toFile())
            .path("table");
    assertThat(table).hasSize(22);
    for (var row : table) {
      var size = new SizeRule(600, 1000).apply(row.at("/0/0").asInt(), row.at("/0/1").asInt());
      assertThat(size).isEqualTo(new Size(row.at("/1/1").asInt(), row.at("/1/0").asInt()));
    }
  }

  @Test
  void givesBlueGreenRedWithoutTheMeanAndPads() {
    var image = Goldens.image("resized_a.png");
    var input = new NetworkInput(new SizeRule(216, 360), MEAN, 32);
    var batch = input.batchSize(List.of(input.size(image), new Size(185, 359)));
    assertThat(batch).isEqualTo(new Size(256, 384));
    var values = FloatBuffer.allocate(3 * batch.width() * batch.height());

    input.write(image, batch, values);

    assertThat(values.hasRemaining()).isFalse();
    for (int y = 0; y < batch.height(); y++) {
      for (int x = 0; x < batch.width(); x++) {
        int at = 3 * (y * batch.width() + x);
        boolean inside = x < image.width() && y < image.height();
        int pixel = inside ? image.pixel(x, y) : 0;
        assertThat(values.get(at)).isEqualTo(inside ? (pixel & 0xff) - 103.53f : 0);
        assertThat(values.get(at + 1)).isEqualTo(inside ? (pixel >> 8 & 0xff) - 116.28f : 0);
        assertThat(values.get(at + 2)).isEqualTo(inside ? (pixel >> 16) - 123.675f : 0);
      }
    }
  }

  @Test
  void takesOnePixelAndRefusesALine() {
    var rule = new SizeRule(600, 1000);
    assertThat(rule.apply(1, 1)).isEqualTo(new Size(600, 600));
    var dot = DecodedImage.wrap(1, 1, new byte[] {7, 8, 9});
    var enlarged = BilinearResize.resize(dot, new Size(3, 2));
    assertThat(Arrays.copyOf(enlarged, 3)).containsExactly(7, 8, 9);
    assertThat(enlarged).hasSize(18);
    assertThatThrownBy(() -> rule.apply(1, 100_000)).isInstanceOf(IllegalArgumentException.class);
  }
}
