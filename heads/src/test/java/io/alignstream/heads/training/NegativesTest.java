package io.alignstream.heads.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class NegativesTest {
  private static final int B = 5;

  /** Text 0's nearest wrong image is 3; all others are equally far. */
  private static float[] similarities() {
    var values = new float[B * B];
    for (int i = 0; i < B; i++) {
      values[i * B + i] = 1;
    }
    values[3] = 0.9f;
    return values;
  }

  private static GraphSession session(Negatives negatives) {
    return GraphSession.build(
        DeviceSettings.cpu(),
        tf -> {
          var similarities = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1)));
          var inputs = new LinkedHashMap<>(negatives.inputs(tf));
          var pairs = negatives.pairs(tf, similarities, tf.constant(14f), inputs);
          inputs.put("similarities", similarities);
          return List.of(
              GraphFunction.of(
                  "pairs", inputs, Map.of("texts", pairs.texts(), "images", pairs.images())));
        });
  }

  @ParameterizedTest
  @EnumSource
  void noPairIsItsOwnAndHardOnesAreAsOftenAsTheModeSays(Negatives negatives) {
    int own = 0;
    int hard = 0;
    int ofText0 = 0;
    try (var session = session(negatives)) {
      for (int batch = 0; batch < 400; batch++) {
        var feeds = new LinkedHashMap<String, Feed>(negatives.feeds(1, batch, B));
        feeds.put("similarities", Feed.floats(List.of((long) B, (long) B), similarities()));
        var pairs =
            session.run(
                "pairs",
                feeds,
                results -> {
                  var drawn = new int[2 * B];
                  results.ints("texts").get(drawn, 0, B);
                  results.ints("images").get(drawn, B, B);
                  return drawn;
                });
        for (int j = 0; j < B; j++) {
          own += pairs[j] == pairs[B + j] ? 1 : 0;
          if (j < B / 2 && pairs[j] == 0) { // text 0 with its wrong image
            ofText0++;
            hard += pairs[B + j] == 3 ? 1 : 0;
          }
        }
      }
    }
    assertThat(own).isZero();
    double share = (double) hard / ofText0; // of some 160 draws: a deviation of 0.04
    switch (negatives) {
      case HARD, SAMPLE -> assertThat(share).isGreaterThan(0.99); // exp(14 · 0.9) is far above 1
      case MIXED -> assertThat(share).isBetween(0.5, 0.75); // 1/2, and a quarter of the others
    }
  }
}
