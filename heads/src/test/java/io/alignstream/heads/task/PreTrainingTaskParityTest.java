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
import static io.alignstream.heads.task.GoldenGraphs.joined;
import static io.alignstream.heads.task.GoldenGraphs.outputs;
import static io.alignstream.heads.task.GoldenGraphs.run;

import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.heads.goldens.MvptrGoldens;
import io.alignstream.heads.loss.Contrast;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/** Every output and loss of the pre-training that the reference recorded, with its draws. */
class PreTrainingTaskParityTest {
  @Test
  void preTrainingOutputs() {
    var task =
        new PreTrainingTask(
            config("pretrain"),
            PreTrainingTask.Negatives.HARD,
            PreTrainingTask.Alignment.NONE,
            1,
            true);
    var goldens = file("outputs_pretrain");
    try (var session =
        graph(
            "pretrain",
            task,
            (tf, w, pairs, inputs) -> {
              Map<String, Operand<?>> outputs =
                  new LinkedHashMap<>(new RepresentationTask(task.config()).outputs(w, pairs));
              outputs.remove("txt_encoder_output");
              outputs.put("qa_logits", task.answers(w, pairs));
              var mvptr = new Mvptr(task.config());
              outputs.put(
                  "sim_mat",
                  Contrast.similarities(
                      tf,
                      mvptr.embedText(w.at("bert"), pairs.text()),
                      mvptr.embedImage(w.at("bert"), pairs.image())));
              return List.of(GraphFunction.of("outputs", inputs.inputs(), outputs));
            })) {
      run(
          session,
          "outputs",
          pairs(file("inputs_pretrain"), "", TAG_LENGTH),
          "",
          goldens,
          List.of(
              "sequence_output", "pooled_output", "vis_encoder_output", "qa_logits", "sim_mat"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sample",
        "hard",
        "sample_qa",
        "nophrase",
        "pretrainqa.hn_hard.phrase_layer_0.sample",
        "pretrainqa.hn_sample.phrase_layer_1.hard"
      })
  void preTraining(String run) {
    var config = config("pretrain");
    var goldens = file("outputs_pretrain");
    var inputs = file("inputs_pretrain");
    var alignment =
        run.equals("nophrase")
            ? PreTrainingTask.Alignment.NONE
            : run.endsWith("hard")
                ? PreTrainingTask.Alignment.HARD
                : PreTrainingTask.Alignment.SAMPLE;
    var task =
        new PreTrainingTask(
            config,
            run.contains("hn_sample")
                ? PreTrainingTask.Negatives.SAMPLE
                : PreTrainingTask.Negatives.HARD,
            alignment,
            run.contains("phrase_layer_0") ? 0 : 1,
            run.contains("qa"));
    try (var session =
        graph(
            "pretrain",
            task,
            (tf, w, pairs, placeholders) -> {
              var labels = task.labels(tf);
              var step = task.train(w, pairs, labels, Dropout.NONE);
              Map<String, Operand<?>> outputs = new LinkedHashMap<>(step.loss().terms());
              outputs.put("total", step.loss().total(tf));
              outputs.put("pos_sims", step.aligned().positive());
              outputs.put("neg_sims", step.aligned().negative());
              outputs.put("hard_txt_index_full", step.hardPairs().texts());
              outputs.put("hard_img_index_full", step.hardPairs().images());
              outputs.put("hard_sequence_output", step.hardCross().sequence());
              outputs.put("hard_pooled_output", step.hardCross().pooled());
              outputs.put("seq_relationship", step.matchLogits());
              return List.of(
                  GraphFunction.of("train", joined(placeholders.inputs(), labels), outputs));
            })) {
      var feeds = pairs(inputs, "", TAG_LENGTH);
      for (var label : task.labels(Ops.create(new Graph())).keySet()) {
        var draw = run + ".draw." + label;
        feeds.put(
            label,
            inputs.names().contains(label)
                ? feed(inputs, label)
                : goldens.names().contains(draw)
                    ? feed(goldens, draw)
                    : MvptrGoldens.firstDraw("pretrain." + run));
      }
      session.run(
          "train",
          feeds,
          results -> {
            for (var name : results.names()) {
              var golden = run + "." + name;
              if (!goldens.names().contains(golden)) {
                continue; // not every run saved everything
              }
              if (name.startsWith("hard_") && name.endsWith("index_full")) {
                assertInts(results, name, goldens, golden);
              } else if (results.shape(name).isEmpty()) {
                assertLoss(results, name, goldens, golden);
              } else {
                assertOutput(results, name, goldens, golden);
              }
            }
            return 0;
          });
    }
  }
}
