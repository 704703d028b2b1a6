package io.alignstream.encode.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A linear layer with GELU and LayerNorm, run in every way. */
class GraphSessionTest {
  private static final int IN = 5;
  private static final int OUT = 3;
  private static final float EPSILON = 1e-12f;

  private static final Parameters PARAMETERS =
      new Parameters.Builder().linear("dense", IN, OUT).layerNorm("LayerNorm", OUT).build();
  private static final ParameterValues VALUES =
      ParameterValues.initial(PARAMETERS, InitialValues.normal(7, 0.5f, List.of("LayerNorm")));

  @Test
  void computesWhatTheFormulasSay() {
    try (var session = GraphSession.build(DeviceSettings.cpu(), tf -> net(tf, frozen(tf)))) {
      var x = values(1, 2 * IN);
      var y = run(session, x);

      for (int row = 0; row < 2; row++) {
        var expected = reference(x, row);
        for (int column = 0; column < OUT; column++) {
          assertThat(y[row * OUT + column]).isCloseTo(expected[column], within(1e-5f));
        }
      }
    }
  }

  @Test
  void variablesGiveTheSameAsConstants() {
    var variables = new Variables(VALUES);
    var x = values(2, 4 * IN);
    try (var frozen = GraphSession.build(DeviceSettings.cpu(), tf -> net(tf, frozen(tf)));
        var trained = GraphSession.build(DeviceSettings.cpu(), tf -> net(tf, variables.bind(tf)))) {
      variables.initialize(trained);

      assertThat(run(trained, x)).containsExactly(run(frozen, x), within(1e-6f));
      assertThat(variables.all().keySet()).containsExactlyInAnyOrderElementsOf(PARAMETERS.names());
    }
  }

  @Test
  void scopesCarryTheParametersNames() {
    GraphSession.build(
            DeviceSettings.cpu(),
            tf -> {
              var w = frozen(tf);
              assertThat(w.at("dense")).isSameAs(w.at("dense"));
              assertThat(w.at("dense").get("weight")).isSameAs(w.at("dense").get("weight"));
              assertThat(w.at("dense").get("weight").op().name()).isEqualTo("dense/weight");
              assertThat(w.at("dense").path()).isEqualTo("dense");
              assertThatThrownBy(() -> w.get("unknown")).hasMessageContaining("unknown");
              return List.of();
            })
        .close();
  }

  @Test
  void manyThreadsShareASession() throws Exception {
    try (var session = GraphSession.build(DeviceSettings.cpu(), tf -> net(tf, frozen(tf)))) {
      var x = values(3, IN);
      var alone = run(session, x);
      var threads = Executors.newFixedThreadPool(4);
      var calls = Collections.<Callable<float[]>>nCopies(200, () -> run(session, x));
      for (var result : threads.invokeAll(calls)) {
        assertThat(result.get()).isEqualTo(alone);
      }
      threads.shutdown();
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (var session = GraphSession.build(DeviceSettings.cpu(), tf -> net(tf, frozen(tf)))) {
      assertThatThrownBy(() -> session.run("net", Map.of()))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("takes [x]");
      var wide = Feed.floats(List.of(1L, IN + 1L), new float[IN + 1]);
      assertThatThrownBy(() -> session.run("net", Map.of("x", wide)))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("takes x as TFloat32 [-1, 5], not TFloat32 [1, 6]");
      assertThat(run(session, values(4, IN))).hasSize(OUT);
    }
  }

  @Test
  void emptyBatchesGiveEmptyResults() {
    try (var session = GraphSession.build(DeviceSettings.cpu(), tf -> net(tf, frozen(tf)))) {
      assertThat(run(session, new float[0])).isEmpty();
    }
  }

  private static Weights frozen(Ops tf) {
    return Weights.frozen(tf, VALUES);
  }

  private static List<GraphFunction> net(Ops tf, Weights w) {
    var x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, IN)));
    var hidden = Layers.gelu(tf, Layers.linear(w.at("dense"), x));
    var y = Layers.layerNorm(w.at("LayerNorm"), hidden, EPSILON);
    return List.of(GraphFunction.of("net", Map.of("x", x), Map.of("y", y)));
  }

  private static float[] run(GraphSession session, float[] x) {
    var feed = Feed.floats(List.of((long) x.length / IN, (long) IN), x);
    return session.run("net", Map.of("x", feed), results -> results.copyFloats("y"));
  }

  private static float[] reference(float[] x, int row) {
    var weight = VALUES.floats("dense.weight");
    var hidden = new double[OUT];
    double mean = 0;
    for (int o = 0; o < OUT; o++) {
      double sum = VALUES.floats("dense.bias").get(o);
      for (int i = 0; i < IN; i++) {
        sum += x[row * IN + i] * weight.get(o * IN + i);
      }
      hidden[o] = sum * 0.5 * (1 + erf(sum * Math.sqrt(0.5)));
      mean += hidden[o] / OUT;
    }
    double variance = 0;
    for (double h : hidden) {
      variance += (h - mean) * (h - mean) / OUT;
    }
    var normalised = new float[OUT];
    for (int o = 0; o < OUT; o++) {
      normalised[o] = (float) ((hidden[o] - mean) / Math.sqrt(variance + EPSILON));
    }
    return normalised;
  }

  /** Its power series. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 60; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private static float[] values(long seed, int size) {
    var random = new Random(seed);
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
