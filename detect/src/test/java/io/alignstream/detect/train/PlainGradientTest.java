package io.alignstream.detect.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.DetectorLosses;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.encode.optimize.Gradients;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Variables;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Every gradient of the plain detector against differences of its loss: along its gradient, of
 * length g, a small step to either side must change the loss by g times its length. Two in a
 * hundred are allowed for float32 and for units that cross zero on the way.
 */
class PlainGradientTest {
  private static final DetectorConfig CONFIG =
      DetectorConfig.read(Path.of("src/test/resources/shapes.conf"));
  private static final double LIMIT = 0.02;

  /** Of the loss to either side: float32 rounds it by 5e-7, and few units cross zero on the way. */
  private static final double CHANGE = 1e-4;

  private static final String LOSS = "loss";

  @Test
  void gradientsAreTheLossesSlopes() {
    var start = DetectorWeights.initial(CONFIG, 7);
    var variables = new Variables(start);
    var names = new ArrayList<String>();
    try (var session =
        GraphSession.build(
            DeviceSettings.cpu(),
            tf -> {
              var losses = DetectorLosses.losses(tf, variables.bind(tf), CONFIG);
              var terms = new ArrayList<Operand<TFloat32>>();
              losses.terms().forEach(term -> terms.add(tf.math.div(term.sum(), term.count())));
              var loss = tf.math.addN(terms);
              var weights = new LinkedHashMap<String, Operand<TFloat32>>();
              variables.all().forEach((name, variable) -> weights.put(name, variable.value()));
              var gradients = Gradients.of(tf, loss, weights);
              names.addAll(gradients.keySet());
              return List.of(
                  GraphFunction.of(LOSS, losses.inputs(), Map.of(LOSS, loss)),
                  GraphFunction.of("gradients", losses.inputs(), new LinkedHashMap<>(gradients)));
            })) {
      variables.initialize(session);
      assertThat(names).containsExactlyInAnyOrderElementsOf(start.parameters().names());
      var feeds = feeds();
      for (var name : names) {
        var gradient = session.run("gradients", feeds, results -> results.copyFloats(name));
        double length = length(gradient);
        assertThat(length).as(name).isPositive();
        double step = CHANGE / length;
        double slope =
            (loss(session, variables, feeds, start, name, gradient, step / length)
                    - loss(session, variables, feeds, start, name, gradient, -step / length))
                / (2 * step);
        variables.assign(session, List.of(name), start::floats);
        assertThat(Math.abs(slope - length) / length).as(name).isLessThan(LIMIT);
      }
    }
  }

  private static double loss(
      GraphSession session,
      Variables variables,
      Map<String, Feed> feeds,
      ParameterValues start,
      String name,
      float[] gradient,
      double by) {
    var from = start.floats(name);
    var moved = FloatBuffer.allocate(gradient.length);
    for (int i = 0; i < gradient.length; i++) {
      moved.put((float) (from.get(i) + by * gradient[i]));
    }
    variables.assign(session, List.of(name), unused -> moved.flip());
    return session.run(LOSS, feeds, results -> (double) results.number(LOSS));
  }

  private static Map<String, Feed> feeds() {
    var images = StepImages.of(CONFIG, List.of(Shapes.draw(3), Shapes.draw(4)));
    var proposals =
        FloatMatrix.wrap(3, 4, new float[] {3, 4, 30, 33, 50, 40, 80, 70, 10, 60, 40, 90});
    return images.feeds(List.of(proposals, proposals), new SplittableRandom(5));
  }

  private static double length(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
