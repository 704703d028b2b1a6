package io.alignstream.detect.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.detect.select.Detection;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Average precision against numbers made by hand. */
class AveragePrecisionTest {
  private static final GroundTruth TRUTH =
      new GroundTruth(
          FloatMatrix.wrap(3, 4, new float[] {0, 0, 9, 9, 20, 20, 29, 29, 40, 0, 49, 9}),
          List.of(1, 1, 2),
          List.of(List.of(), List.of(), List.of()));

  @Test
  void everythingFoundIsOne() {
    assertThat(mean(found(1, 0.9f, 0, 0), found(1, 0.8f, 20, 20), found(2, 0.7f, 40, 0)))
        .isEqualTo(1);
  }

  @Test
  void nothingFoundIsZero() {
    assertThat(mean()).isZero();
    assertThat(new AveragePrecision(4, 0.5f).mean()).isZero();
  }

  /**
   * Class 1: right, wrong, right: precision 1 up to a recall of 1/2 (51 of 101 points), 2/3 above
   * (50). Class 2: found under another's name, so 0.
   */
  @Test
  void wrongOnesCostPrecision() {
    double first = (51 + 50 * (2 / 3.0)) / 101;
    assertThat(mean(found(1, 0.9f, 0, 0), found(1, 0.8f, 40, 0), found(1, 0.7f, 21, 20)))
        .isCloseTo(first / 2, within(1e-9));
  }

  /** A second detection of what was found is wrong. */
  @Test
  void anObjectIsFoundOnce() {
    assertThat(mean(found(2, 0.9f, 40, 0), found(2, 0.8f, 40, 1))).isCloseTo(0.5, within(1e-9));
  }

  private static double mean(Detection... detections) {
    var precision = new AveragePrecision(4, 0.5f);
    precision.add(TRUTH, List.of(detections));
    return precision.mean();
  }

  private static Detection found(int label, float score, float x, float y) {
    return new Detection(0, label, score, new Box(x, y, x + 9, y + 9));
  }
}
