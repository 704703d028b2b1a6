package io.alignstream.encode.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The graph's updates against the formulas in double precision. */
class OptimizerTest {
  private static final int SIZE = 7;
  private static final int STEPS = 6;
  private static final double RATE = 0.03;
  private static final double DECAY = 0.1;

  @Test
  void adamMovesAsItsFormulaSays() {
    for (boolean correct : List.of(true, false)) {
      var m = new double[SIZE];
      var v = new double[SIZE];
      var rule = new AdamW(0.9, 0.999, 1e-6, correct);
      check(
          rule,
          new WeightGroups.Treatment(1, DECAY, false, 0),
          (p, g, t, i) -> {
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            double step = RATE;
            if (correct) {
              step *= Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
            }
            double moved = p - step * m[i] / (Math.sqrt(v[i]) + 1e-6);
            return moved - RATE * DECAY * moved;
          });
    }
  }

  @Test
  void momentumMovesAsItsFormulaSays() {
    var u = new double[SIZE];
    check(
        new Sgd(0.9),
        new WeightGroups.Treatment(2, DECAY, false, 0),
        (p, g, t, i) -> {
          u[i] = 0.9 * u[i] + g + DECAY * p;
          return p - 2 * RATE * u[i];
        });
    check(new Sgd(0), new WeightGroups.Treatment(1, 0, false, 0), (p, g, t, i) -> p - RATE * g);
  }

  @Test
  void clipsToTheGlobalNorm() {
    var big = new float[] {3, 0, 0, 4, 0, 0, 12};
    assertThat(clipped(big, 6.5)).containsExactly(scaled(big, 6.5 / 13), within(1e-6f));
    assertThat(clipped(big, 14)).containsExactly(big);
  }

  private interface Formula {
    double next(double p, double g, int t, int i);
  }

  private static void check(Optimizer rule, WeightGroups.Treatment treatment, Formula formula) {
    var random = new Random(3);
    var p = random.doubles(SIZE, -1, 1).toArray();
    var start = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      start[i] = (float) p[i];
      p[i] = start[i];
    }
    try (var session = updating(rule, treatment)) {
      session.run("start", Map.of("value", vector(start)));
      session.run("zero", Map.of());
      for (int t = 1; t <= STEPS; t++) {
        var g = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
          g[i] = (float) random.nextGaussian();
          p[i] = formula.next(p[i], g[i], t, i);
        }
        session.run(
            "update",
            Map.of(
                "gradient", vector(g),
                "rate", Feed.floats(List.of(), new float[] {(float) RATE}),
                "step", Feed.floats(List.of(), new float[] {(float) rule.stepSize(RATE, t)})));
      }
      var moved = session.run("read", Map.of(), results -> results.copyFloats("value"));
      // TensorFlow takes 1 - beta2 in float32, which is off by 4e-5: 2e-5 of a step of 0.1.
      for (int i = 0; i < SIZE; i++) {
        assertThat(moved[i]).as("%s[%d]", rule, i).isCloseTo((float) p[i], within(1e-5f));
      }
    }
  }

  private static GraphSession updating(Optimizer rule, WeightGroups.Treatment treatment) {
    return GraphSession.build(
        DeviceSettings.cpu(),
        tf -> {
          var shape = Shape.of(SIZE);
          var handle = tf.varHandleOp(TFloat32.class, shape);
          var value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
          var gradient = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
          var rate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
          var step = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
          var state = new State(tf);
          var update =
              rule.update(
                  tf,
                  state,
                  new Optimizer.Target("w", List.of((long) SIZE), handle),
                  gradient,
                  new Optimizer.Rates(rate, step),
                  treatment);
          Op assign = tf.assignVariableOp(handle, value);
          return List.of(
              new GraphFunction("start", Map.of("value", value), Map.of(), List.of(assign)),
              new GraphFunction("zero", Map.of(), Map.of(), List.of(state.zero())),
              new GraphFunction(
                  "update",
                  Map.of("gradient", gradient, "rate", rate, "step", step),
                  Map.of(),
                  List.of(update)),
              GraphFunction.of(
                  "read", Map.of(), Map.of("value", tf.readVariableOp(handle, TFloat32.class))));
        });
  }

  private static float[] clipped(float[] gradient, double max) {
    try (var session =
        GraphSession.build(
            DeviceSettings.cpu(),
            tf -> {
              var parts = new ArrayList<Operand<TFloat32>>();
              parts.add(tf.constant(Arrays.copyOfRange(gradient, 0, 3)));
              parts.add(tf.constant(Arrays.copyOfRange(gradient, 3, SIZE)));
              var factor = Gradients.clipFactor(tf, Gradients.globalNorm(tf, parts), max);
              var y = tf.math.mul(tf.concat(parts, tf.constant(0)), factor);
              return List.of(GraphFunction.of("clip", Map.of(), Map.of("y", y)));
            })) {
      return session.run("clip", Map.of(), results -> results.copyFloats("y"));
    }
  }

  private static float[] scaled(float[] values, double factor) {
    var scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= (float) factor;
    }
    return scaled;
  }

  private static Feed vector(float[] values) {
    return Feed.floats(List.of((long) values.length), values);
  }
}
