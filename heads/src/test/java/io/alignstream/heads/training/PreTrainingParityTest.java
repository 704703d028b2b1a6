package io.alignstream.heads.training;

import static io.alignstream.heads.goldens.MvptrGoldens.TAG_LENGTH;
import static io.alignstream.heads.goldens.MvptrGoldens.config;
import static io.alignstream.heads.goldens.MvptrGoldens.feed;
import static io.alignstream.heads.goldens.MvptrGoldens.file;
import static io.alignstream.heads.goldens.MvptrGoldens.firstDraw;
import static io.alignstream.heads.goldens.MvptrGoldens.pairs;
import static io.alignstream.heads.goldens.MvptrGoldens.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.encode.optimize.AdamW;
import io.alignstream.encode.optimize.WeightGroups;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.train.TrainingSession;
import io.alignstream.encode.train.TrainingSettings;
import io.alignstream.heads.task.PreTrainingTask;
import io.alignstream.heads.task.PreTrainingTask.Alignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;

/** Pre-training's losses as sums over all processes are the reference's means for one. */
class PreTrainingParityTest {
  private static final int ROWS = 3;

  @ParameterizedTest
  @CsvSource({
    "sample, SAMPLE, 1",
    "hard, HARD, 1",
    "nophrase, NONE, 1",
    "pretrainqa.hn_hard.phrase_layer_0.sample, SAMPLE, 0"
  })
  void lossesAreTheReferences(String run, Alignment alignment, int layer) {
    var goldens = file("outputs_pretrain");
    var inputs = file("inputs_pretrain");
    var task =
        new PreTrainingTask(
            config("pretrain"), PreTrainingTask.Negatives.HARD, alignment, layer, false);
    var feeds = pairs(inputs, "", TAG_LENGTH);
    for (var label : task.labels(Ops.create(new Graph())).keySet()) {
      var draw = run + ".draw." + label;
      feeds.put(
          label,
          inputs.names().contains(label)
              ? feed(inputs, label)
              : goldens.names().contains(draw)
                  ? feed(goldens, draw)
                  : firstDraw("pretrain." + run));
    }
    var values = steps(task, Negatives.HARD, List.of(feeds)).get(0);
    var terms = alignment == Alignment.NONE ? PreTraining.LOSSES.subList(0, 4) : PreTraining.LOSSES;
    for (var term : terms) {
      double expected = goldens.floats(run + "." + term).get(0);
      assertThat(values.get("loss/" + term))
          .as(term)
          .isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
    }
  }

  private static List<Map<String, Double>> steps(
      PreTrainingTask task, Negatives negatives, List<Map<String, Feed>> batches) {
    var settings = new TrainingSettings(AdamW.withEpsilon(1e-8), WeightGroups.decaying(0), 0, 1, 0);
    try (var session =
        TrainingSession.alone(
            DeviceSettings.cpu(),
            settings,
            weights("pretrain", task.parameters()),
            new PreTrainingLosses(task, negatives, PreTraining.LOSSES)::build,
            (tf, w) -> List.of())) {
      var share = Share.of(0, 1, ROWS);
      return batches.stream()
          .map(feeds -> session.step(0, share, List.of(feeds), 0, false).values())
          .toList();
    }
  }

  @Test
  void drawnNegativesDifferFromBatchToBatch() {
    for (var negatives : List.of(Negatives.SAMPLE, Negatives.MIXED)) {
      var task =
          new PreTrainingTask(
              config("pretrain"), PreTrainingTask.Negatives.HARD, Alignment.NONE, 1, false);
      var feeds = pairs(file("inputs_pretrain"), "", TAG_LENGTH);
      for (var label : List.of("masked_lm_labels_a", "masked_lm_labels_b")) {
        feeds.put(label, feed(file("inputs_pretrain"), label));
      }
      var batches = new ArrayList<Map<String, Feed>>();
      for (int batch = 0; batch < 6; batch++) {
        var drawn = new LinkedHashMap<>(feeds);
        drawn.putAll(negatives.feeds(7, batch, ROWS));
        batches.add(drawn);
      }
      var losses =
          steps(task, negatives, batches).stream().map(values -> values.get("loss/itm")).toList();
      assertThat(losses).doesNotContainNull().doesNotContain(Double.NaN);
      assertThat(losses.stream().distinct().count()).as("%s", negatives).isGreaterThan(1);
    }
  }
}
