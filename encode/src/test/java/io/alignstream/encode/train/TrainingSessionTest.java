package io.alignstream.encode.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.encode.optimize.AdamW;
import io.alignstream.encode.optimize.Sgd;
import io.alignstream.encode.replicas.Replicas.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingSessionTest {
  private static final String TABLE = "embeddings.word_embeddings.weight";

  @Test
  void whatTakesNoPartIsNeitherMovedNorDecayed() {
    try (var session = TinyTask.session(TinyTask.settings(), 0)) {
      step(session, 0, 4);

      assertThat(weights(session, "pooler.weight")).containsExactly(start("pooler.weight"));
      assertThat(weights(session, "dense.weight")).isNotEqualTo(start("dense.weight"));
    }
  }

  @Test
  void aStillRowDecaysButDoesNotLearn() {
    try (var session = TinyTask.session(TinyTask.settings(), 0)) {
      step(session, 0, 23);

      var before = start(TABLE);
      var after = weights(session, TABLE);
      float kept = 1 - 0.01f * 0.05f;
      for (int h = 0; h < TinyTask.H; h++) {
        assertThat(after[h]).isCloseTo(before[h] * kept, within(1e-7f));
        assertThat(after[TinyTask.H + h])
            .isNotCloseTo(before[TinyTask.H + h] * kept, within(1e-4f));
      }
    }
  }

  @Test
  void frozenWeightsStandStill() {
    var settings = TinyTask.settings();
    var frozen =
        new TrainingSettings(
            settings.optimizer(),
            settings.groups().frozen(List.of("dense", "LayerNorm")),
            1,
            1,
            settings.seed());
    try (var session = TinyTask.session(frozen, 0)) {
      step(session, 0, 8);

      assertThat(weights(session, "dense.weight")).containsExactly(start("dense.weight"));
      assertThat(weights(session, TABLE)).isNotEqualTo(start(TABLE));
    }
  }

  @Test
  void aLossFallsWithEveryOptimizer() {
    for (var optimizer : List.of(AdamW.withEpsilon(1e-8), new Sgd(0.9), new Sgd(0))) {
      try (var session = TinyTask.session(TinyTask.settings(optimizer, 1), 0)) {
        double first = step(session, 0, 23).loss();
        double last = 0;
        for (int i = 1; i < 30; i++) {
          last = step(session, i, 23).loss();
        }
        assertThat(last).as(optimizer.toString()).isLessThan(first * 0.9);
      }
    }
  }

  @Test
  void equalBatchesAccumulateToOneOfThem() {
    try (var once = TinyTask.session(TinyTask.settings(AdamW.withEpsilon(1e-8), 1), 0);
        var thrice = TinyTask.session(TinyTask.settings(AdamW.withEpsilon(1e-8), 3), 0)) {
      var rows = TinyTask.rows(IntStream.range(0, 8).boxed().toList());
      var share = Share.of(0, 1, 8);
      for (int i = 0; i < 4; i++) {
        var one = once.step(i, share, List.of(rows), 0.01, false);
        var three = thrice.step(i, share, List.of(rows, rows, rows), 0.01, false);
        assertThat(three.loss()).isCloseTo(one.loss(), within(1e-5));
        assertThat(three.gradientNorm()).isCloseTo(one.gradientNorm(), within(1e-5));
      }
      assertSameWeights(thrice, once, 1e-5f);
    }
  }

  static TrainingSession.StepResult step(TrainingSession session, int step, int rows) {
    return session.step(
        step,
        Share.of(0, 1, rows),
        List.of(TinyTask.rows(IntStream.range(0, rows).boxed().toList())),
        0.01,
        false);
  }

  static float[] weights(TrainingSession session, String name) {
    var values = session.weight(name);
    var copy = new float[values.remaining()];
    values.get(copy);
    return copy;
  }

  static void assertSameWeights(TrainingSession actual, TrainingSession expected, float tolerance) {
    var differing = new LinkedHashMap<String, Float>();
    for (var name : TinyTask.PARAMETERS.names()) {
      var a = weights(actual, name);
      var e = weights(expected, name);
      for (int i = 0; i < a.length; i++) {
        if (!(Math.abs(a[i] - e[i]) <= tolerance)) {
          differing.merge(name, Math.abs(a[i] - e[i]), Math::max);
        }
      }
    }
    assertThat(differing).isEmpty();
  }

  private static float[] start(String name) {
    var values = TinyTask.start().floats(name);
    var copy = new float[values.remaining()];
    values.get(copy);
    return copy;
  }
}
