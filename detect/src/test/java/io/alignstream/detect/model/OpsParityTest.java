package io.alignstream.detect.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.Goldens;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.encode.optimize.Gradients;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Variables;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Single operations in the graph against the reference's, to float32's last digits. */
class OpsParityTest {
  private static final double LAST_DIGITS = 2e-6;
  private static final Goldens OPS = Goldens.of("ops.safetensors");
  private static final int CHANNELS = 6;
  private static final int HEIGHT = 13;
  private static final int WIDTH = 17;

  @ParameterizedTest
  @CsvSource({"14, 0", "14, 2", "7, 0", "7, 2"})
  void poolsRegions(int bins, int samples) {
    var rois = OPS.matrix("roi_align/rois"); // [14, 5], image first
    var expected = OPS.floats("roi_align/out_res%d_sampling%d".formatted(bins, samples));
    int each = CHANNELS * bins * bins;
    for (int image = 0; image < 2; image++) {
      var own = of(rois, image);
      var pooled = pooled(image, own, bins, samples);
      for (int k = 0; k < own.size(); k++) {
        var region = new float[each];
        System.arraycopy(expected, own.get(k) * each, region, 0, each);
        var turned = new float[each];
        System.arraycopy(pooled, k * each, turned, 0, each);
        assertThat(Goldens.error(channelsFirst(turned, CHANNELS), region))
            .as("region %d", own.get(k))
            .isLessThan(LAST_DIGITS);
      }
    }
  }

  @Test
  void passesGradientsBackToTheMap() {
    var rois = OPS.matrix("roi_align/rois");
    int each = CHANNELS * 49;
    for (int image = 0; image < 2; image++) {
      var own = of(rois, image);
      var upstream = new float[own.size() * each];
      for (int k = 0; k < own.size(); k++) {
        var region = new float[each];
        System.arraycopy(OPS.floats("roi_align/grad_out_res7"), own.get(k) * each, region, 0, each);
        System.arraycopy(channelsLast(region, CHANNELS), 0, upstream, k * each, each);
      }
      var gradient =
          run(
              Map.of("map", map(image)),
              given -> {
                var map = given.map().get("map");
                var pooled = pool(given.tf(), map, own, 7, 0);
                var weights =
                    given.tf().constant(Shape.of(own.size(), 7, 7, CHANNELS), buffer(upstream));
                var sum = given.tf().math.mul(pooled, weights);
                var total =
                    given
                        .tf()
                        .sum(
                            given.tf().reshape(sum, given.tf().constant(new int[] {-1})),
                            given.tf().constant(0));
                return Gradients.of(given.tf(), total, Map.of("map", map)).get("map");
              });
      var expected = new float[CHANNELS * HEIGHT * WIDTH];
      System.arraycopy(
          OPS.floats("roi_align/grad_input_res7"),
          image * expected.length,
          expected,
          0,
          expected.length);
      assertThat(Goldens.error(channelsFirst(gradient, CHANNELS), expected)).isLessThan(1e-5);
    }
  }

  /** Behind a convolution that changes nothing. */
  @Test
  void freezesNorms() {
    int channels = 5;
    var names = List.of("weight", "bias", "running_mean", "running_var");
    var declared = new Parameters.Builder();
    declared.at("block.conv").add("weight", channels, channels, 1, 1);
    names.forEach(name -> declared.at("block.bn").add(name, channels));
    var values =
        ParameterValues.initial(
            declared.build(),
            (name, shape) -> {
              if (name.startsWith("block.bn.")) {
                return FloatBuffer.wrap(OPS.floats("frozen_bn/" + name.substring(9)));
              }
              var same = new float[channels * channels];
              for (int i = 0; i < channels; i++) {
                same[i * channels + i] = 1;
              }
              return FloatBuffer.wrap(same);
            });
    var variables = new Variables(values);
    try (var session =
        GraphSession.build(
            DeviceSettings.cpu(),
            tf -> {
              var x =
                  tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, 3, 4, channels)));
              var block = variables.bind(tf).at("block");
              var y = Convolutions.FROZEN.apply(block, "conv", "bn", x, 1);
              return List.of(GraphFunction.of("norm", Map.of("x", x), Map.of("y", y)));
            })) {
      variables.initialize(session);
      var input = channelsLast(OPS.floats("frozen_bn/input"), channels);
      var output =
          session.run(
              "norm",
              Map.of("x", Feed.floats(List.of(1L, 3L, 4L, (long) channels), input)),
              results -> results.copyFloats("y"));
      assertThat(Goldens.error(channelsFirst(output, channels), OPS.floats("frozen_bn/output")))
          .isLessThan(LAST_DIGITS);
    }
  }

  @Test
  void smoothsAbsoluteDistances() {
    var input = OPS.floats("smooth_l1/input");
    var target = OPS.floats("smooth_l1/target");
    var apart = new float[input.length];
    for (int i = 0; i < apart.length; i++) {
      apart[i] = input[i] - target[i];
    }
    Map.of("1", 1f, "1_9", 1f / 9)
        .forEach(
            (name, beta) -> {
              var losses =
                  run(
                      Map.of("apart", Feed.floats(List.of((long) apart.length), apart)),
                      given -> DetectorLosses.smoothL1(given.tf(), given.map().get("apart"), beta));
              double sum = 0;
              for (float loss : losses) {
                sum += loss;
              }
              assertThat(
                      Goldens.error(
                          new float[] {(float) sum}, OPS.floats("smooth_l1/sum_beta_" + name)))
                  .isLessThan(LAST_DIGITS);
            });
  }

  /** Three proposals match what has attributes, one what has none, one nothing; all five count. */
  @Test
  void losesOnSoftAttributes() {
    var targets = new float[5 * 20];
    int[][] attributes = {{4, 9}, {}, {2, 2, 11}, {4, 9}, {}}; // of the targets that they match
    for (int row = 0; row < attributes.length; row++) {
      for (int attribute : attributes[row]) {
        targets[row * 20 + attribute] = 1f / attributes[row].length;
      }
    }
    var logits = Feed.floats(List.of(5L, 20L), OPS.floats("attr_loss/logits"));
    Function<Given, Operand<TFloat32>> loss =
        given -> {
          var tf = given.tf();
          var soft = tf.constant(Shape.of(5, 20), buffer(targets));
          var entropy = DetectorLosses.softEntropy(tf, given.map().get("logits"), soft);
          var sum = tf.sum(tf.reshape(entropy, tf.constant(new int[] {-1})), tf.constant(0));
          return tf.math.mul(sum, tf.constant(0.5f / attributes.length));
        };
    assertThat(run(Map.of("logits", logits), loss)[0])
        .isCloseTo(OPS.floats("attr_loss/loss")[0], org.assertj.core.api.Assertions.within(1e-6f));
    var gradient =
        run(
            Map.of("logits", logits),
            given ->
                Gradients.of(given.tf(), loss.apply(given), Map.copyOf(given.map())).get("logits"));
    assertThat(Goldens.error(gradient, OPS.floats("attr_loss/grad_logits")))
        .isLessThan(LAST_DIGITS);
  }

  private static List<Integer> of(FloatMatrix rois, int image) {
    var rows = new ArrayList<Integer>();
    for (int i = 0; i < rois.rows(); i++) {
      if (rois.get(i, 0) == image) {
        rows.add(i);
      }
    }
    return rows;
  }

  private static float[] pooled(int image, List<Integer> own, int bins, int samples) {
    return run(
        Map.of("map", map(image)),
        given -> pool(given.tf(), given.map().get("map"), own, bins, samples));
  }

  private static Operand<TFloat32> pool(
      Ops tf, Operand<TFloat32> map, List<Integer> own, int bins, int samples) {
    var rois = OPS.matrix("roi_align/rois");
    var grid = new RoiGrid(new DetectorConfig.Pooling(bins, samples), 1f / 16, HEIGHT, WIDTH);
    var rows = new float[own.size() * bins * HEIGHT];
    var columns = new float[own.size() * bins * bins * WIDTH];
    for (int k = 0; k < own.size(); k++) {
      var box = rois.copyRow(own.get(k));
      var window = grid.window(FloatMatrix.row(box[1], box[2], box[3], box[4]), 0);
      grid.rows(window, rows, k * bins * HEIGHT);
      for (int p = 0; p < bins; p++) {
        grid.columns(window, columns, (k * bins + p) * bins * WIDTH);
      }
    }
    return RoiAlign.pool(
        tf,
        map,
        tf.constant(Shape.of(1, (long) own.size() * bins, HEIGHT), buffer(rows)),
        tf.constant(Shape.of((long) own.size() * bins, bins, WIDTH), buffer(columns)),
        bins);
  }

  private static Feed map(int image) {
    var all = OPS.floats("roi_align/input");
    var one = new float[all.length / 2];
    System.arraycopy(all, image * one.length, one, 0, one.length);
    return Feed.floats(
        List.of(1L, (long) HEIGHT, (long) WIDTH, (long) CHANNELS), channelsLast(one, CHANNELS));
  }

  private record Given(Ops tf, Map<String, Placeholder<TFloat32>> map) {}

  private static float[] run(
      Map<String, Feed> feeds, Function<Given, Operand<TFloat32>> definition) {
    try (var session =
        GraphSession.build(
            DeviceSettings.cpu(),
            tf -> {
              var inputs = new java.util.LinkedHashMap<String, Placeholder<TFloat32>>();
              feeds.forEach(
                  (name, feed) -> {
                    var sizes = feed.shape().stream().mapToLong(i -> i).toArray();
                    inputs.put(
                        name, tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(sizes))));
                  });
              var y = definition.apply(new Given(tf, inputs));
              return List.of(GraphFunction.of("run", Map.copyOf(inputs), Map.of("y", y)));
            })) {
      return session.run("run", feeds, results -> results.copyFloats("y"));
    }
  }

  private static org.tensorflow.ndarray.buffer.FloatDataBuffer buffer(float[] values) {
    return org.tensorflow.ndarray.buffer.DataBuffers.of(values);
  }

  /** [cells, C] to [C, cells]. */
  private static float[] channelsFirst(float[] values, int channels) {
    var turned = new float[values.length];
    int cells = values.length / channels;
    for (int i = 0; i < values.length; i++) {
      turned[i % channels * cells + i / channels] = values[i];
    }
    return turned;
  }

  /** [C, cells] to [cells, C]. */
  private static float[] channelsLast(float[] values, int channels) {
    return channelsFirst(values, values.length / channels);
  }
}
