package io.alignstream.detect.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.Goldens;
import io.alignstream.detect.pixels.Size;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Boxes follow their image. */
class TrainingExampleTest {
  private static final Goldens OPS = Goldens.of("ops.safetensors");

  @ParameterizedTest
  @CsvSource({"640, 480", "613, 480"})
  void boxesAreResizedAsTheReferencesAre(int width, int height) {
    var boxes = OPS.matrix("box_coder/proposals");
    var image = DecodedImage.wrap(400, 300, new byte[3 * 400 * 300]);

    var resized = example(image, boxes).resized(new Size(width, height)).boxes();

    var expected = OPS.matrix("boxlist/resized_400x300_to_%dx%d".formatted(width, height));
    assertThat(Goldens.error(resized, expected)).isLessThan(1e-6);
  }

  @Test
  void mirroringTwiceChangesNothing() {
    var image =
        DecodedImage.wrap(3, 2, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6, 5, 4, 3, 2, 1});
    var example = example(image, FloatMatrix.row(0, 0, 1, 1));

    var mirrored = example.mirrored();

    assertThat(mirrored.image().pixel(2, 0)).isEqualTo(image.pixel(0, 0));
    assertThat(mirrored.truth().boxes()).isEqualTo(FloatMatrix.row(1, 0, 2, 1));
    assertThat(mirrored.mirrored()).isEqualTo(example);
  }

  private static TrainingExample example(DecodedImage image, FloatMatrix boxes) {
    var none = Collections.nCopies(boxes.rows(), List.<Integer>of());
    return new TrainingExample(
        image, new GroundTruth(boxes, Collections.nCopies(boxes.rows(), 1), none));
  }
}
