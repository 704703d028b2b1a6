package io.alignstream.detect.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.boxes.Overlap;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.detect.model.FasterRcnn;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A plain detector, started from nothing, learns a small world. */
class LearningTest {
  private static final DetectorConfig CONFIG =
      DetectorConfig.read(Path.of("src/test/resources/shapes.conf"));
  private static final long SEED = 11;
  private static final int STEPS = 400;
  private static final int BATCH = 4;
  private static final int UNSEEN = 60;

  @Test
  void learnsShapesAndColours() {
    double first = 0;
    double last = 0;
    try (var training =
        new DetectorTraining(
            CONFIG,
            DetectorWeights.initial(CONFIG, SEED),
            DetectorTraining.settings(CONFIG, SEED),
            DeviceSettings.cpu())) {
      for (int step = 0; step < STEPS; step++) {
        int from = step * BATCH;
        var examples = LongStream.range(from, from + BATCH).mapToObj(Shapes::draw).toList();
        double warmup = Math.min(1, (step + 1) / 50.0);
        double rate = 0.02 * warmup * (step < STEPS * 3 / 4 ? 1 : 0.2);
        double loss = training.step(step, examples, rate).loss();
        first += step < 20 ? loss / 20 : 0;
        last += step >= STEPS - 20 ? loss / 20 : 0;
      }
      assertThat(last).isLessThan(first / 2);
      assertDetects(training);
    }
  }

  /** Chance is 1/3 for the shape of a box that was found, and 1/4 for its colour. */
  private static void assertDetects(DetectorTraining training) {
    int found = 0;
    int rightShape = 0;
    int rightColour = 0;
    try (var detector = new FasterRcnn(CONFIG, training.weights(), DeviceSettings.cpu())) {
      for (int i = 0; i < UNSEEN; i++) {
        var example = Shapes.draw(1_000_000 + i);
        var size = new Size(Shapes.SIDE, Shapes.SIDE);
        var pixels = FloatBuffer.allocate(3 * Shapes.SIDE * Shapes.SIDE);
        CONFIG.input().write(example.image(), size, pixels);
        var detected =
            detector.detect(pixels.flip(), size, List.of(size)).get(0).toOptional().orElseThrow();
        for (int g = 0; g < 2; g++) {
          int best = best(detected, example.truth().boxes(), g);
          if (best >= 0) {
            found++;
            rightShape +=
                detected.detections().get(best).label() == example.truth().labels().get(g) ? 1 : 0;
            rightColour +=
                detected.attributes().get(best).get(0).attribute()
                        == example.truth().attributes().get(g).get(0)
                    ? 1
                    : 0;
          }
        }
      }
    }
    var figures =
        "found %d of %d, shape %d, colour %d".formatted(found, 2 * UNSEEN, rightShape, rightColour);
    System.out.println(figures);
    assertThat(found).as(figures).isGreaterThan(UNSEEN);
    assertThat(rightShape).as(figures).isGreaterThan(found / 2);
    assertThat(rightColour).as(figures).isGreaterThan(found / 2);
  }

  /** The detection with the best score that overlaps a truth by half. */
  private static int best(
      io.alignstream.detect.model.Detected detected, FloatMatrix truth, int row) {
    int best = -1;
    for (int i = 0; i < detected.detections().size(); i++) {
      var box = detected.detections().get(i).box();
      var iou =
          Overlap.iou(
              FloatMatrix.row(box.x1(), box.y1(), box.x2(), box.y2()),
              FloatMatrix.row(truth.copyRow(row)));
      boolean better =
          best < 0
              || detected.detections().get(i).score() > detected.detections().get(best).score();
      best = iou.get(0, 0) >= 0.5f && better ? i : best;
    }
    return best;
  }
}
