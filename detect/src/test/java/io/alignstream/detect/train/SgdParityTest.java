package io.alignstream.detect.train;

import static io.alignstream.detect.train.TrainingGoldens.CONFIG;
import static io.alignstream.detect.train.TrainingGoldens.TRAIN;
import static io.alignstream.detect.train.TrainingGoldens.relative;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.detect.model.DetectorLosses;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.LossTerm;
import io.alignstream.encode.train.Objective;
import io.alignstream.encode.train.TrainingSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Steps with the reference's optimizer settings: momentum, decay of weights and not of biases,
 * biases at twice the rate, warm-up. The goldens' two steps have the same gradients.
 */
class SgdParityTest {
  private static final double LAST_DIGITS = 1e-6;
  private static final List<String> RECORDED =
      TRAIN.file().names().stream()
          .filter(name -> name.startsWith("after_step2/"))
          .map(name -> name.substring("after_step2/".length()))
          .toList();

  @Test
  void twoStepsWithTheReferencesGradientsAreIts() {
    assertThat(RECORDED).hasSize(4);
    try (var training =
        open((tf, w, step) -> new Objective.Losses(Map.of(), products(tf, w), List.of()))) {
      for (int step = 0; step < 2; step++) {
        double rate = CONFIG.training().solver().rate(step);
        training.step(step, new Share(0, 1, 1), List.of(Map.of()), rate, false);
        assertWeights(training, "after_step" + (step + 1) + "/", LAST_DIGITS);
      }
    }
  }

  /** Sums whose gradients are the recorded ones. */
  private static List<LossTerm> products(Ops tf, Weights w) {
    return RECORDED.stream()
        .map(
            name -> {
              int dot = name.lastIndexOf('.');
              var weight = w.at(name.substring(0, dot)).get(name.substring(dot + 1));
              Operand<TFloat32> gradient =
                  tf.reshape(tf.constant(TRAIN.floats("grad/" + name)), tf.shape(weight));
              var product = tf.reshape(tf.math.mul(weight, gradient), tf.constant(new int[] {-1}));
              return new LossTerm(name, 1, tf.sum(product, tf.constant(0)), tf.constant(1f));
            })
        .toList();
  }

  /** Of the recorded ones, only the backbone's lies before the unit at zero: its rate is small. */
  @Test
  void aStepOnTheImageIsTheReferences() {
    try (var training = open(DetectorLosses.objective(CONFIG))) {
      double rate = CONFIG.training().solver().rate(0);
      var result =
          training.step(0, new Share(0, 1, 1), List.of(TrainingGoldens.feeds()), rate, false);

      assertThat(result.loss()).isCloseTo(TRAIN.floats("loss/total")[0], within(1e-4));
      assertWeights(training, "after_step1/", 1e-4);
    }
  }

  private static TrainingSession open(Objective objective) {
    return TrainingSession.alone(
        DeviceSettings.cpu(),
        DetectorRecipe.reference(CONFIG, 1).settings(),
        TrainingGoldens.weights(),
        objective,
        (tf, w) -> List.of());
  }

  private static void assertWeights(TrainingSession training, String recorded, double limit) {
    for (var name : RECORDED) {
      var after = training.weight(name);
      var values = new float[after.remaining()];
      after.get(values);
      assertThat(relative(values, TRAIN.floats(recorded + name)))
          .as(recorded + name)
          .isLessThan(limit);
    }
  }
}
