package io.alignstream.heads.task;

import static io.alignstream.heads.goldens.MvptrGoldens.TAG_LENGTH;
import static io.alignstream.heads.goldens.MvptrGoldens.assertInts;
import static io.alignstream.heads.goldens.MvptrGoldens.assertLoss;
import static io.alignstream.heads.goldens.MvptrGoldens.assertOutput;
import static io.alignstream.heads.goldens.MvptrGoldens.config;
import static io.alignstream.heads.goldens.MvptrGoldens.feed;
import static io.alignstream.heads.goldens.MvptrGoldens.file;
import static io.alignstream.heads.goldens.MvptrGoldens.pairs;
import static io.alignstream.heads.task.GoldenGraphs.graph;
import static io.alignstream.heads.task.GoldenGraphs.inference;
import static io.alignstream.heads.task.GoldenGraphs.run;
import static io.alignstream.heads.task.GoldenGraphs.withLoss;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every output and loss of the tasks that the reference recorded. */
class TaskParityTest {
  @Test
  void visualQuestionAnswering() {
    var task = new VqaTask(config("vqa"));
    var goldens = file("outputs_vqa");
    try (var session = withLoss("vqa", task)) {
      checkLoss(session, "", TAG_LENGTH, "vqa.labels", "", goldens, "loss_bce");
      checkLoss(session, "longtag.", 20, "vqa.labels", "longtag_default20.", goldens, "loss_bce");
      run(
          session,
          "outputs",
          pairs(file("inputs"), "longtag.", 24),
          "longtag_full.",
          goldens,
          List.of("logits"));
    }
  }

  @Test
  void visualEntailment() {
    var task = new EntailmentTask(config("ve"));
    var goldens = file("outputs_ve");
    try (var session = withLoss("ve", task)) {
      checkLoss(session, "", TAG_LENGTH, "ve.labels", "use_b_false.", goldens, "loss_ce");
      checkLoss(session, "", 1, "ve.labels", "use_b_true.", goldens, "loss_ce");
      var longtag = "longtag_default20.";
      checkLoss(session, "longtag.", 20, "ve.labels", longtag + "use_b_false.", goldens, "loss_ce");
      checkLoss(session, "longtag.", 1, "ve.labels", longtag + "use_b_true.", goldens, "loss_ce");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "re 1 none",
        "re 2 none",
        "re 3 none",
        "re 1 0",
        "re 2 0",
        "re 3 0",
        "re 1 1",
        "re 2 1",
        "re 3 1",
        "re_deep 1 none",
        "re_deep 2 none",
        "re_deep 3 none",
        "re_deep 1 1",
        "re_deep 2 1",
        "re_deep 3 1",
        "re_deep 1 2",
        "re_deep 2 2",
        "re_deep 3 2"
      })
  void referringExpressions(String of) {
    var parts = of.split(" ");
    var config = config(parts[0]);
    int layer =
        parts[2].equals("none") ? config.crossModalLayers() - 1 : Integer.parseInt(parts[2]);
    var mod = ReferringTask.Mod.of(Integer.parseInt(parts[1]));
    var task = new ReferringTask(config, mod, layer);
    var goldens = file("outputs_" + parts[0]);
    var prefix = "phrase_layer_" + parts[2] + ".";
    try (var session = withLoss(parts[0], task)) {
      checkLoss(
          session, "", TAG_LENGTH, "re.labels", prefix + "mod" + parts[1] + ".", goldens, "loss");
    }
    if (parts[2].equals("none")) {
      return;
    }
    try (var session =
        graph(
            parts[0],
            task,
            (tf, w, pairs, inputs) ->
                List.of(
                    GraphFunction.of(
                        "outputs",
                        inputs.inputs(),
                        Map.of("mid_output", pairs.cross().layer(layer)))))) {
      run(
          session,
          "outputs",
          pairs(file("inputs"), "", TAG_LENGTH),
          prefix,
          goldens,
          List.of("mid_output"));
    }
  }

  @Test
  void maskedWords() {
    var task = new MlmTask(config("mlm"));
    var goldens = file("outputs_mlm");
    try (var session = inference("mlm", task)) {
      session.run(
          "outputs",
          pairs(file("inputs"), "mlm.", TAG_LENGTH),
          results -> {
            assertOutput(results, "prediction_scores", goldens, "prediction_scores");
            assertOutput(results, "seq_relationship", goldens, "seq_relationship");
            assertInts(results, "mask_positions", goldens, "mask_positions");
            return 0;
          });
    }
  }

  private static void checkLoss(
      GraphSession session,
      String inputPrefix,
      int cut,
      String labels,
      String prefix,
      Checkpoint goldens,
      String loss) {
    var feeds = pairs(file("inputs"), inputPrefix, cut);
    feeds.put("labels", feed(file("inputs"), labels));
    session.run(
        "loss",
        feeds,
        results -> {
          assertOutput(results, "logits", goldens, prefix + "logits");
          assertLoss(results, loss, goldens, prefix + loss);
          return 0;
        });
  }
}
