package io.alignstream.heads.training;

import static io.alignstream.heads.goldens.MvptrGoldens.TAG_LENGTH;
import static io.alignstream.heads.goldens.MvptrGoldens.config;
import static io.alignstream.heads.goldens.MvptrGoldens.feed;
import static io.alignstream.heads.goldens.MvptrGoldens.file;
import static io.alignstream.heads.goldens.MvptrGoldens.json;
import static io.alignstream.heads.goldens.MvptrGoldens.pairs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.optimize.AdamW;
import io.alignstream.encode.optimize.Schedule;
import io.alignstream.encode.optimize.WeightGroups;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.LoadRules;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.train.TrainingSession;
import io.alignstream.encode.train.TrainingSettings;
import io.alignstream.heads.data.LabelVocabulary;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.heads.task.RetrievalTask;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three optimizer steps of the reference on one batch (goldens' README, "Optimizer" and
 * "Training"): losses, norms and rates of every step, and all parameters after the third.
 */
class TrainingParityTest {
  private static final int ROWS = 4;
  private static final int REGIONS = 10;
  private static final float PARAMETER_TOLERANCE = 2e-4f;

  @ParameterizedTest
  @ValueSource(strings = {"retrieval", "vqa", "ve", "re"})
  void threeStepsMoveLikeTheReference(String name) {
    var golden = json("train.json").path("tasks").path(name);
    var config = config(name);
    var task = task(name, config);
    var start = ParameterValues.load(file(name), task.head().parameters(), LoadRules.EXACT);
    try (var session =
        TrainingSession.alone(
            DeviceSettings.cpu(), settings(), start, task.objective(), (tf, w) -> List.of())) {
      for (int step = 0; step < 3; step++) {
        var expected = golden.path("steps").path(step);
        double rate = 0.002 * Schedule.warmupLinear(2, 10).movedFirst().factor(step);
        assertThat(rate).isCloseTo(expected.path("learning_rate").asDouble(), within(1e-12));

        var feeds = feeds(name, golden.path("dice_index_per_step").path(step));
        var result = session.step(step, Share.of(0, 1, ROWS), List.of(feeds), rate, false);

        assertClose(result.loss(), expected.path("loss").asDouble());
        assertClose(result.gradientNorm(), expected.path("grad_norm_before_clipping").asDouble());
      }
      assertParameters(name, session, start, golden);
      var again = feeds(name, golden.path("dice_index_per_step").path(0));
      var after = session.step(3, Share.of(0, 1, ROWS), List.of(again), 0, false);
      assertThat(after.loss())
          .isCloseTo(golden.path("loss_after_3_steps").asDouble(), within(2e-3));
    }
  }

  private static void assertParameters(
      String name, TrainingSession session, ParameterValues start, JsonNode golden) {
    var expected = file("train_%s_params_after3".formatted(name));
    assertThat(session.parameters().names()).containsExactlyInAnyOrderElementsOf(expected.names());
    Map<String, Float> apart = new LinkedHashMap<>();
    for (var parameter : expected.names()) {
      float difference = difference(session.weight(parameter), expected.floats(parameter));
      boolean noise = parameter.endsWith(".key.bias"); // its true gradient is 0
      if (!noise && !(difference <= PARAMETER_TOLERANCE)) {
        apart.put(parameter, difference);
      }
    }
    assertThat(apart).isEmpty();
    for (var idle : golden.path("parameters_without_gradient")) {
      assertThat(difference(session.weight(idle.asText()), start.floats(idle.asText())))
          .as(idle.asText())
          .isZero();
    }
  }

  private static TrainingSettings settings() {
    return new TrainingSettings(
        AdamW.withEpsilon(1e-8),
        WeightGroups.decaying(0.05)
            .withoutDecay("bias", "LayerNorm.weight")
            .withStillRows(1, "word_embeddings.weight"),
        1,
        1,
        0);
  }

  private static TrainedTask<?> task(String name, MvptrConfig config) {
    var labels =
        LabelVocabulary.of(
            IntStream.range(0, config.numLabels()).mapToObj(Integer::toString).toList());
    return switch (name) {
      case "retrieval" -> new RetrievalTraining(new RetrievalTask(config), Negatives.HARD, 0, 1, 1);
      case "vqa" -> LabelledTask.vqa(config, labels, LabelLoss.BCE);
      case "ve" ->
          LabelledTask.classifier(config, labels, LabelLoss.CE, LabelledTask.Form.CLASSIFICATION);
      default ->
          new ReferringTraining(ReferringTask.of(config, ReferringTask.Mod.COSINE), REGIONS, false);
    };
  }

  private static Map<String, Feed> feeds(String name, JsonNode dice) {
    var inputs = file("inputs");
    var feeds = pairs(inputs, "", TAG_LENGTH);
    if (name.equals("retrieval")) {
      var permutation = new int[ROWS];
      for (int i = 0; i < ROWS; i++) {
        permutation[i] = dice.path(i).asInt();
      }
      feeds.put("dice_index", Feed.ints(List.of((long) ROWS), permutation));
    } else if (name.equals("ve")) {
      var labels = inputs.longs("ve.labels");
      var dense = new float[ROWS * 3];
      for (int i = 0; i < ROWS; i++) {
        dense[i * 3 + Math.toIntExact(labels.get(i))] = 1;
      }
      feeds.put("labels", Feed.floats(List.of((long) ROWS, 3L), dense));
    } else {
      feeds.put("labels", feed(inputs, name + ".labels"));
    }
    return feeds;
  }

  private static float difference(FloatBuffer actual, FloatBuffer expected) {
    assertThat(actual.remaining()).isEqualTo(expected.remaining());
    float greatest = 0;
    for (int i = 0; i < expected.remaining(); i++) {
      greatest = Math.max(greatest, Math.abs(actual.get(i) - expected.get(i)));
    }
    return greatest;
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(2e-4 * Math.max(1, Math.abs(expected))));
  }
}
