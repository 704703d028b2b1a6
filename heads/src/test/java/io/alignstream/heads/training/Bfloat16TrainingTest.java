package io.alignstream.heads.training;

import static io.alignstream.heads.goldens.MvptrGoldens.TAG_LENGTH;
import static io.alignstream.heads.goldens.MvptrGoldens.config;
import static io.alignstream.heads.goldens.MvptrGoldens.file;
import static io.alignstream.heads.goldens.MvptrGoldens.pairs;
import static io.alignstream.heads.goldens.MvptrGoldens.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.alignstream.encode.optimize.AdamW;
import io.alignstream.encode.optimize.WeightGroups;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Precision;
import io.alignstream.encode.train.TrainingSession;
import io.alignstream.encode.train.TrainingSettings;
import io.alignstream.heads.task.RetrievalTask;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Training with products in 16 bits goes where float32 goes, and keeps its weights in 32. */
class Bfloat16TrainingTest {
  private static final int ROWS = 4;
  private static final int STEPS = 30;

  /** Steps after which a hard negative may be another one, from where the two go their own ways. */
  private static final int NEAR = 10;

  private static final DeviceSettings BFLOAT16 = DeviceSettings.cpu().in(Precision.BFLOAT16);
  private static final String WEIGHT = "bert.mul_encoder.layer.0.output.dense.weight";

  private record Course(List<Double> losses, float[] weight) {}

  @BeforeAll
  static void needsTheProcessor() {
    assumeThat(BFLOAT16.effectivePrecision()).isEqualTo(Precision.BFLOAT16);
  }

  @Test
  void lossesStayNearAndWeightsAreFinerThan16Bits() {
    var fine = train(DeviceSettings.cpu());
    var coarse = train(BFLOAT16);

    System.out.printf("float32 %s%nbfloat16 %s%n", fine.losses(), coarse.losses());
    double first = fine.losses().get(0);
    double apart = 0;
    for (int step = 0; step < NEAR; step++) {
      double difference = Math.abs(coarse.losses().get(step) - fine.losses().get(step));
      apart = Math.max(apart, difference);
      assertThat(difference).as("step %d", step).isLessThan(0.05 * first);
    }
    assertThat(apart).isGreaterThan(1e-6); // it is another precision
    assertThat(fine.losses().get(STEPS - 1)).isLessThan(0.8 * first);
    assertThat(coarse.losses().get(STEPS - 1)).isLessThan(0.8 * first);
    int finer = 0;
    for (float value : coarse.weight()) {
      finer += (Float.floatToIntBits(value) & 0xffff) != 0 ? 1 : 0;
    }
    assertThat(finer).isGreaterThan(coarse.weight().length / 2);
  }

  private static Course train(DeviceSettings device) {
    var task =
        new RetrievalTraining(new RetrievalTask(config("retrieval")), Negatives.HARD, 0, 1, 1);
    var settings = new TrainingSettings(AdamW.withEpsilon(1e-8), WeightGroups.decaying(0), 1, 1, 0);
    var feeds = pairs(file("inputs"), "", TAG_LENGTH);
    var losses = new ArrayList<Double>();
    try (var session =
        TrainingSession.alone(
            device,
            settings,
            weights("retrieval", task.head().parameters()),
            task.objective(),
            (tf, w) -> List.of())) {
      for (int step = 0; step < STEPS; step++) {
        feeds.putAll(Negatives.HARD.feeds(1, step, ROWS));
        losses.add(session.step(step, Share.of(0, 1, ROWS), List.of(feeds), 2e-4, false).loss());
      }
      var buffer = session.weight(WEIGHT);
      var weight = new float[buffer.remaining()];
      buffer.get(weight);
      return new Course(losses, weight);
    }
  }
}
