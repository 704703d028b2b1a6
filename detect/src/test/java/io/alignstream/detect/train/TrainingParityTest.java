package io.alignstream.detect.train;

import static io.alignstream.detect.train.TrainingGoldens.CONFIG;
import static io.alignstream.detect.train.TrainingGoldens.TRAIN;
import static io.alignstream.detect.train.TrainingGoldens.anchorTargets;
import static io.alignstream.detect.train.TrainingGoldens.regionTargets;
import static io.alignstream.detect.train.TrainingGoldens.relative;
import static io.alignstream.detect.train.TrainingGoldens.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.detect.Goldens;
import io.alignstream.detect.config.TrunkConfig;
import io.alignstream.detect.model.DetectorLosses;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.encode.optimize.Gradients;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Variables;
import io.alignstream.schemas.line.FloatMatrix;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Targets, losses and gradients against the reference's, with its draws of samples. The goldens
 * allow 2e-3 of the largest entry for gradients.
 *
 * <p>One gradient is not determined by float32: the input of one ReLU, channel 78 of {@code
 * layer3.4} at (1, 2), is -2.0e-6 in double precision ({@link #oneUnitLiesAtZero}), while float32
 * rounds such inputs by 1.7e-6 on average and 1.1e-5 at most. The reference's rounding made it
 * positive, ours leaves it negative. Whether it passes its gradient on changes the gradients of the
 * layers before it by up to 8.5e-3 of their largest entry; nothing after it. So these layers'
 * gradients are compared with that input moved by 8e-6, less than float32's own error, to the
 * reference's side; all others with the weights as they are, too.
 */
class TrainingParityTest {
  private static final double LIMIT = 2e-3;
  private static final String UNIT_BIAS = "backbone.body.layer3.4.bn3.bias";
  private static final int UNIT = 78;

  private static GraphSession asLoaded;
  private static GraphSession asReferenceRounds;
  private static List<String> trained;

  @BeforeAll
  static void open() {
    asLoaded = open(TrainingGoldens.weights());
    asReferenceRounds = open(moved(TrainingGoldens.weights()));
  }

  @AfterAll
  static void close() {
    asLoaded.close();
    asReferenceRounds.close();
  }

  /** {@code all} gives losses and their sum's gradients, a loss's name that loss's gradients. */
  private static GraphSession open(ParameterValues values) {
    var variables = new Variables(values);
    var session =
        GraphSession.build(
            DeviceSettings.cpu(),
            tf -> {
              var losses = DetectorLosses.losses(tf, variables.bind(tf), CONFIG);
              var weights = new LinkedHashMap<String, Operand<TFloat32>>();
              variables.all().forEach((name, variable) -> weights.put(name, variable.value()));
              weights.keySet().removeIf(name -> DetectorWeights.isFrozen(CONFIG, name));
              var functions = new ArrayList<GraphFunction>();
              var outputs = new LinkedHashMap<String, Operand<?>>();
              var total = new ArrayList<Operand<TFloat32>>();
              for (var term : losses.terms()) {
                var mean = tf.math.div(term.sum(), term.count());
                var weighted = tf.math.mul(mean, tf.constant((float) term.weight()));
                outputs.put(term.name(), weighted);
                total.add(weighted);
                functions.add(
                    GraphFunction.of(
                        term.name(),
                        losses.inputs(),
                        new LinkedHashMap<>(Gradients.of(tf, weighted, weights))));
              }
              var gradients = Gradients.of(tf, tf.math.addN(total), weights);
              trained = List.copyOf(gradients.keySet());
              outputs.putAll(gradients);
              functions.add(GraphFunction.of("all", losses.inputs(), outputs));
              return functions;
            });
    variables.initialize(session);
    return session;
  }

  private static ParameterValues moved(ParameterValues values) {
    return ParameterValues.initial(
        values.parameters(),
        (name, shape) -> {
          if (!name.equals(UNIT_BIAS)) {
            return values.floats(name);
          }
          var bias = FloatBuffer.allocate(values.floats(name).remaining());
          bias.put(values.floats(name)).flip();
          return bias.put(UNIT, bias.get(UNIT) + 8e-6f);
        });
  }

  private static boolean isBeforeTheUnit(String parameter) {
    return parameter.matches("backbone\\.body\\.layer(2|3\\.[0-4])\\..*");
  }

  @Test
  void targetsAreTheReferences() {
    var anchors = anchorTargets();
    assertThat(anchors.labels()).isEqualTo(FloatMatrix.row(TRAIN.floats("rpn_labels")));
    Goldens.assertClose(anchors.deltas(), TRAIN.matrix("rpn_regression_targets"), 1e-5);
    var regions = regionTargets();
    assertThat(regions.integerLabels()).containsExactly(TRAIN.ints("roi_labels"));
    Goldens.assertClose(regions.deltas(), TRAIN.matrix("roi_regression_targets"), 1e-5);
    assertThat(sample("roi").all()).containsExactly(TRAIN.ints("roi_sampled"));
  }

  @Test
  void drawsAsManyAsTheReference() {
    long seed = 5;
    var labels = anchorTargets().integerLabels();
    var rules = CONFIG.training().rpn();
    var drawn = Sample.draw(labels, rules, new SplittableRandom(seed));
    assertThat(drawn.positives()).hasSameSizeAs(sample("rpn").positives());
    assertThat(drawn.negatives()).hasSameSizeAs(sample("rpn").negatives());
    assertThat(Sample.draw(labels, rules, new SplittableRandom(seed))).isEqualTo(drawn);
  }

  @Test
  void oneUnitLiesAtZero() {
    var body =
        new DoubleBody(TrainingGoldens.weights(), (TrunkConfig.ResNeXt) CONFIG.trunk())
            .run(
                TrainingGoldens.pixels(),
                TrainingGoldens.SIZE.height(),
                TrainingGoldens.SIZE.width());
    double input = value(body, "layer3.4").at(UNIT, 2, 1);
    assertThat(input).isCloseTo(-1.98e-6, within(1e-8));
    var c4 = Goldens.of("forward_a.safetensors").floats("c4");
    double rounding = 0;
    for (int i = 0; i < c4.length; i++) {
      rounding = Math.max(rounding, Math.abs(c4[i] - value(body, "c4").value(i)));
    }
    assertThat(rounding).as("the reference's rounding").isBetween(1e-5, 3e-5);
  }

  private static DoubleBody.Planes value(Map<String, DoubleBody.Planes> of, String name) {
    return java.util.Objects.requireNonNull(of.get(name));
  }

  @Test
  void lossesAreTheReferences() throws IOException {
    var losses =
        new ObjectMapper().readTree(TrainingGoldens.LOSSES.toFile()).path("losses").properties();
    assertThat(losses).hasSize(5);
    var found = run(asLoaded, "all");
    for (var loss : losses) {
      assertThat((double) found.get(loss.getKey())[0])
          .as(loss.getKey())
          .isCloseTo(loss.getValue().asDouble(), within(1e-4));
    }
  }

  @Test
  void gradientsAreTheReferences() throws IOException {
    var trainable = new ArrayList<String>();
    new ObjectMapper()
        .readTree(Goldens.DIRECTORY.resolve("config.json").toFile())
        .path("trainable")
        .forEach(name -> trainable.add(name.asText()));
    assertThat(trained).containsExactlyInAnyOrderElementsOf(trainable);

    var ours = run(asLoaded, "all");
    var sameSide = run(asReferenceRounds, "all");
    int whole = 0;
    for (var name : trained) {
      whole += assertGradient("grad", name, sameSide) ? 1 : 0;
      if (!isBeforeTheUnit(name)) {
        assertGradient("grad", name, ours);
      }
    }
    assertThat(whole).isEqualTo(18);
  }

  @Test
  void eachLossHasTheReferencesGradients() {
    var runs = new HashMap<String, Map<String, float[]>>();
    int compared = 0;
    for (var name : TRAIN.file().names()) {
      if (name.startsWith("grad_single_norm/")) {
        var part = name.split("/", -1);
        var gradients = runs.computeIfAbsent(part[1], loss -> run(asLoaded, loss));
        assertGradient("grad_single", part[1] + "/", part[2], gradients);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(13);
  }

  private static boolean assertGradient(String kind, String name, Map<String, float[]> gradients) {
    return assertGradient(kind, "", name, gradients);
  }

  /** Its norm, and all of it where that is recorded. */
  private static boolean assertGradient(
      String kind, String loss, String name, Map<String, float[]> gradients) {
    var gradient = java.util.Objects.requireNonNull(gradients.get(name));
    double norm = TRAIN.floats(kind + "_norm/" + loss + name)[0];
    assertThat(norm(gradient)).as(loss + name).isCloseTo(norm, within(LIMIT * norm));
    var whole = kind + "/" + loss + name;
    if (TRAIN.has(whole)) {
      assertThat(relative(gradient, TRAIN.floats(whole))).as(whole).isLessThan(LIMIT);
    }
    return TRAIN.has(whole);
  }

  private static Map<String, float[]> run(GraphSession session, String function) {
    return session.run(
        function,
        TrainingGoldens.feeds(),
        results -> {
          var copies = new HashMap<String, float[]>();
          results.names().forEach(name -> copies.put(name, results.copyFloats(name)));
          return copies;
        });
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
