package io.alignstream.detect.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.boxes.BoxCoder;
import io.alignstream.detect.boxes.Nms;
import io.alignstream.detect.pixels.Size;
import io.alignstream.schemas.line.FloatMatrix;
import org.junit.jupiter.api.Test;

class OneAPlaceTest {
  private static final FloatMatrix PROPOSALS =
      FloatMatrix.wrap(3, 4, new float[] {10, 10, 50, 50, 12, 10, 50, 50, 80, 80, 120, 120});

  /** Background and two classes. */
  private static final FloatMatrix PROBABILITIES =
      FloatMatrix.wrap(3, 3, new float[] {0.1f, 0.5f, 0.4f, 0.05f, 0.35f, 0.6f, 0.1f, 0.8f, 0.1f});

  private static DetectionRules rules(DetectionRules.Filter filter) {
    return new DetectionRules(
        filter, 0.3, 0.5, 1, 10, new BoxCoder(10, 10, 10, 10), false, Nms.TORCHVISION);
  }

  private static int found(DetectionRules.Filter filter) {
    return rules(filter)
        .select(
            PROBABILITIES, FloatMatrix.wrap(3, 12, new float[36]), PROPOSALS, new Size(200, 200))
        .size();
  }

  @Test
  void everyClassReportsAThingTwice() {
    assertThat(found(DetectionRules.Filter.EVERY_CLASS)).isEqualTo(3);
  }

  @Test
  void aThingIsReportedOnceUnderItsBestLabel() {
    var found =
        rules(DetectionRules.Filter.ONE_A_PLACE)
            .select(
                PROBABILITIES,
                FloatMatrix.wrap(3, 12, new float[36]),
                PROPOSALS,
                new Size(200, 200));
    assertThat(found).extracting(Detection::label).containsExactly(1, 2);
    assertThat(found).extracting(Detection::score).containsExactly(0.8f, 0.6f);
  }
}
