package io.alignstream.heads.task;

import static io.alignstream.heads.goldens.MvptrGoldens.TAG_LENGTH;
import static io.alignstream.heads.goldens.MvptrGoldens.config;
import static io.alignstream.heads.goldens.MvptrGoldens.file;
import static io.alignstream.heads.goldens.MvptrGoldens.pairs;
import static io.alignstream.heads.goldens.MvptrGoldens.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Precision;
import io.alignstream.encode.runtime.Weights;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What bfloat16 changes on the goldens: 8 bits of a product's factors remain, so that outputs move
 * by some thousandths of their size; the best answers stay. Skipped where the processor lacks it.
 */
class Bfloat16ParityTest {
  private static final DeviceSettings BFLOAT16 = DeviceSettings.cpu().in(Precision.BFLOAT16);

  @BeforeAll
  static void needsTheProcessor() {
    assumeThat(BFLOAT16.effectivePrecision()).isEqualTo(Precision.BFLOAT16);
  }

  @Test
  void retrievalRanksAlike() {
    var goldens = file("outputs_retrieval");
    var similarities = run("retrieval", new RetrievalTask(config("retrieval")), "sim_mat");

    assertNear(similarities, goldens.floats("sim_mat"), 0.02f);
    for (int text = 0; text < 4; text++) {
      assertThat(best(similarities, text * 4, 4))
          .isEqualTo(best(floats(goldens.floats("sim_mat")), text * 4, 4));
    }
  }

  @Test
  void answersStay() {
    var vqa = run("vqa", new VqaTask(config("vqa")), "logits");
    assertSameAnswers(vqa, floats(file("outputs_vqa").floats("logits")), 11);
    var re = run("re", ReferringTask.of(config("re"), ReferringTask.Mod.COSINE), "logits");
    assertNear(re, file("outputs_re").floats("phrase_layer_none.mod1.logits"), 0.05f);
  }

  private static void assertSameAnswers(float[] actual, float[] expected, int classes) {
    for (int row = 0; row < 4; row++) {
      assertThat(best(actual, row * classes, classes))
          .isEqualTo(best(expected, row * classes, classes));
    }
  }

  private static void assertNear(float[] actual, FloatBuffer expected, float tolerance) {
    float worst = 0;
    for (int i = 0; i < actual.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected.get(i)));
    }
    System.out.println("largest difference in bfloat16: " + worst);
    assertThat(worst).isBetween(1e-6f, tolerance); // it is another precision, and a near one
  }

  private static float[] run(String model, MvptrTask task, String output) {
    try (var session =
        GraphSession.build(
            BFLOAT16,
            tf -> {
              var w = Weights.frozen(tf, weights(model, task.parameters()));
              var inputs = PairInputs.placeholders(tf, task.config());
              var encoded = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
              return List.of(
                  GraphFunction.of("outputs", inputs.inputs(), task.outputs(w, encoded)));
            })) {
      return session.run(
          "outputs", pairs(file("inputs"), "", TAG_LENGTH), results -> results.copyFloats(output));
    }
  }

  private static float[] floats(FloatBuffer buffer) {
    var values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static int best(float[] values, int from, int count) {
    int best = from;
    for (int i = from; i < from + count; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best - from;
  }
}
