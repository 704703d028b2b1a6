package io.alignstream.encode.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

class StepDropoutTest {
  private static final float RATE = 0.3f;

  @Test
  void aRowsDrawsDoNotDependOnItsShare() {
    // Rows of 8 elements are whole blocks, rows of 15 are not.
    for (int width : List.of(8, 15)) {
      try (var session = session(width, "a")) {
        var whole = run(session, 3, Share.of(0, 1, 7), width);
        for (int rank = 0; rank < 3; rank++) {
          var share = Share.of(rank, 3, 7);
          assertThat(run(session, 3, share, width))
              .isEqualTo(
                  Arrays.copyOfRange(
                      whole, share.first() * width, (share.first() + share.count()) * width));
        }
      }
    }
  }

  @Test
  void severalTokensOfARowAreOneRow() {
    // [b·L, 5] with L = 3 is drawn as b rows of 15.
    try (var tokens = session(5, "a");
        var flat = session(15, "a")) {
      assertThat(run(tokens, 0, Share.of(1, 2, 6), 15, 5))
          .isEqualTo(run(flat, 0, Share.of(1, 2, 6), 15));
    }
  }

  @Test
  void drawsDifferFromStepToStepAndPlaceToPlace() {
    try (var a = session(64, "a");
        var b = session(64, "b")) {
      var share = Share.of(0, 1, 4);
      assertThat(run(a, 0, share, 64)).isEqualTo(run(a, 0, share, 64));
      assertThat(run(a, 0, share, 64)).isNotEqualTo(run(a, 1, share, 64));
      assertThat(run(a, 0, share, 64)).isNotEqualTo(run(b, 0, share, 64));
    }
  }

  @Test
  void dropsTheShareAndKeepsTheMean() {
    try (var session = session(1000, "a")) {
      var values = run(session, 0, Share.of(0, 1, 100), 1000);
      double dropped = 0;
      double sum = 0;
      for (float value : values) {
        dropped += value == 0 ? 1 : 0;
        sum += value;
      }
      // 100,000 draws: the standard deviation of the share is 0.0015.
      assertThat(dropped / values.length).isCloseTo(RATE, within(0.008));
      assertThat(sum / values.length).isCloseTo(1, within(0.012));
    }
  }

  @Test
  void aPlaceThatRunsTwiceDrawsTwice() {
    try (var once = session(1000, "a");
        var twice = session(1000, "a", "a")) {
      var share = Share.of(0, 1, 10);
      assertThat(zeros(run(once, 0, share, 1000))).isCloseTo(RATE, within(0.03));
      double both = 1 - (1 - RATE) * (1 - RATE);
      assertThat(zeros(run(twice, 0, share, 1000))).isCloseTo(both, within(0.03));
    }
  }

  private static double zeros(float[] values) {
    int zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return (double) zeros / values.length;
  }

  private static GraphSession session(int width, String... places) {
    return GraphSession.build(
        TinyTask.device(),
        tf -> {
          var step = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
          var first = tf.placeholder(TInt32.class, Placeholder.shape(Shape.scalar()));
          var rows = tf.placeholder(TInt32.class, Placeholder.shape(Shape.scalar()));
          var x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, width)));
          var dropout = new StepDropout(99, step, first, rows);
          var y = dropout.apply(tf, places[0], RATE, x);
          for (int i = 1; i < places.length; i++) {
            y = dropout.apply(tf, places[i], RATE, y);
          }
          return List.of(
              GraphFunction.of(
                  "drop",
                  Map.of("step", step, "first", first, "rows", rows, "x", x),
                  Map.of("y", tf.reshape(y, tf.constant(new int[] {-1})))));
        });
  }

  private static float[] run(GraphSession session, long step, Share share, int rowElements) {
    return run(session, step, share, rowElements, rowElements);
  }

  private static float[] run(
      GraphSession session, long step, Share share, int rowElements, int width) {
    var ones = new float[share.count() * rowElements];
    Arrays.fill(ones, 1);
    return session.run(
        "drop",
        Map.of(
            "step", Feed.longs(List.of(), buffer -> buffer.put(step)),
            "first", Feed.ints(List.of(), new int[] {share.first()}),
            "rows", Feed.ints(List.of(), new int[] {share.count()}),
            "x", Feed.floats(List.of((long) ones.length / width, (long) width), ones)),
        results -> results.copyFloats("y"));
  }
}
