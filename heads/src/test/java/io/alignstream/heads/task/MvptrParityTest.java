package io.alignstream.heads.task;

import static io.alignstream.heads.goldens.MvptrGoldens.TAG_LENGTH;
import static io.alignstream.heads.goldens.MvptrGoldens.assertInts;
import static io.alignstream.heads.goldens.MvptrGoldens.assertLoss;
import static io.alignstream.heads.goldens.MvptrGoldens.assertOutput;
import static io.alignstream.heads.goldens.MvptrGoldens.assertValues;
import static io.alignstream.heads.goldens.MvptrGoldens.config;
import static io.alignstream.heads.goldens.MvptrGoldens.feed;
import static io.alignstream.heads.goldens.MvptrGoldens.file;
import static io.alignstream.heads.goldens.MvptrGoldens.pairs;
import static io.alignstream.heads.goldens.MvptrGoldens.weights;
import static io.alignstream.heads.task.GoldenGraphs.graph;
import static io.alignstream.heads.task.GoldenGraphs.inference;
import static io.alignstream.heads.task.GoldenGraphs.joined;
import static io.alignstream.heads.task.GoldenGraphs.outputs;
import static io.alignstream.heads.task.GoldenGraphs.run;

import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Variables;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;

/** Every output of both stages that the reference recorded, from the same weights and inputs. */
class MvptrParityTest {
  private static final List<String> STAGES = List.of("txt_encoder", "vis_encoder", "mul_encoder");

  @Test
  void representations() {
    var task = new RepresentationTask(config("rep"));
    var goldens = file("outputs_rep");
    var inputs = file("inputs");
    try (var session = inference("rep", task)) {
      var outputs =
          List.of("sequence_output", "pooled_output", "txt_encoder_output", "vis_encoder_output");
      run(session, "outputs", pairs(inputs, "", TAG_LENGTH), "", goldens, outputs);

      var defaults = pairs(inputs, "", TAG_LENGTH);
      defaults.put("attention_mask_a", constant(4, 24, 1));
      defaults.put("token_type_ids_a", constant(4, 24, 0));
      defaults.put("token_type_ids_b", constant(4, 8, 0));
      run(session, "outputs", defaults, "defaults.", goldens, outputs.subList(0, 2));

      var noImage = pairs(inputs, "", TAG_LENGTH);
      noImage.put("img_feats", Feed.floats(List.of(4L, 0L, 2054L), new float[0]));
      noImage.put("attention_mask_b", tagMask(inputs.longs("attention_mask_b"), 4, 18, 8));
      run(
          session,
          "outputs",
          noImage,
          "no_image.",
          goldens,
          List.of("sequence_output", "pooled_output", "vis_encoder_output"));
    }
  }

  @Test
  void retrieval() {
    var task = new RetrievalTask(config("retrieval"));
    var goldens = file("outputs_retrieval");
    try (var session = inference("retrieval", task)) {
      run(
          session,
          "outputs",
          pairs(file("inputs"), "", TAG_LENGTH),
          "",
          goldens,
          List.of(
              "sequence_output",
              "pooled_output",
              "txt_encoder_output",
              "vis_encoder_output",
              "global_txt",
              "global_img",
              "sim_mat",
              "itm_logits",
              "itm_prob"));
    }
  }

  @Test
  void everythingInsideTheEncoders() {
    var task = new RetrievalTask(config("retrieval"));
    var goldens = file("outputs_retrieval");
    var names = new LinkedHashMap<String, String>();
    names.put("embeddings.text", "bert/embeddings/states");
    names.put("embeddings.tags", "bert/embeddings/states_1");
    names.put("embeddings.image", "bert/regions");
    for (var stage : STAGES) {
      var layer = "bert/" + stage + "/layer/0/";
      var golden = stage + ".layer.0.";
      names.put(golden + "attention_probs", layer + "attention/self/Softmax");
      names.put(golden + "attention_context", layer + "attention/self/context");
      names.put(golden + "attention_output", layer + "attention/output/LayerNorm/AddV2");
      names.put(golden + "intermediate", layer + "intermediate/Mul_2");
      for (int i = 0; i < 2; i++) {
        names.put(
            stage + ".layer." + i, "bert/%s/layer/%d/output/LayerNorm/AddV2".formatted(stage, i));
      }
    }
    try (var session =
        graph(
            "retrieval",
            task,
            (tf, w, pairs, inputs) -> {
              task.outputs(w, pairs);
              Map<String, Operand<?>> outputs = new LinkedHashMap<>();
              var graph = (Graph) tf.scope().env();
              names.forEach(
                  (golden, op) -> outputs.put(golden, graph.operationOrThrow(op).output(0)));
              return List.of(GraphFunction.of("inside", inputs.inputs(), outputs));
            })) {
      session.run(
          "inside",
          pairs(file("inputs"), "", TAG_LENGTH),
          results -> {
            results.names().forEach(name -> assertValues(results.copyFloats(name), goldens, name));
            return results.names().size();
          });
    }
  }

  @Test
  void retrievalTraining() {
    var task = new RetrievalTask(config("retrieval"));
    var goldens = file("outputs_retrieval");
    var feeds = pairs(file("inputs"), "", TAG_LENGTH);
    feeds.put("dice_index", feed(goldens, "train.dice_index"));
    try (var session =
        graph(
            "retrieval",
            task,
            (tf, w, pairs, inputs) -> {
              var labels = task.labels(tf);
              var step = task.train(w, pairs, Inputs.ints(labels, "dice_index"), Dropout.NONE);
              Map<String, Operand<?>> outputs = new LinkedHashMap<>(step.loss().terms());
              outputs.put("total_loss", step.loss().total(tf));
              outputs.put("hard_img_index", step.hardImages());
              outputs.put("hard_txt_index", step.hardTexts());
              outputs.put("hard_img_index_full", step.hardPairs().images());
              outputs.put("hard_txt_index_full", step.hardPairs().texts());
              outputs.put("hard_mul_encoder.layer.0", step.hardCross().layer(0));
              outputs.put("hard_mul_encoder.layer.1", step.hardCross().layer(1));
              outputs.put("hard_sequence_output", step.hardCross().sequence());
              outputs.put("hard_pooled_output", step.hardCross().pooled());
              outputs.put("itm_logits", step.matchLogits());
              outputs.put("itm_labels", step.matchLabels());
              return List.of(GraphFunction.of("train", joined(inputs.inputs(), labels), outputs));
            })) {
      session.run(
          "train",
          feeds,
          results -> {
            for (var name : results.names()) {
              var golden = "train." + name;
              if (name.endsWith("_loss")) {
                assertLoss(results, name, goldens, golden);
              } else if (name.contains("index") || name.equals("itm_labels")) {
                assertInts(results, name, goldens, golden);
              } else {
                assertOutput(results, name, goldens, golden);
              }
            }
            return results.names().size();
          });
    }
  }

  @Test
  void variablesGiveTheSameOutputs() {
    var task = new VqaTask(config("vqa"));
    var variables = new Variables(weights("vqa", task.parameters()));
    try (var session =
        GraphSession.build(DeviceSettings.cpu(), tf -> outputs(tf, variables.bind(tf), task))) {
      variables.initialize(session);
      run(
          session,
          "outputs",
          pairs(file("inputs"), "", TAG_LENGTH),
          "",
          file("outputs_vqa"),
          List.of("logits"));
    }
  }

  private static Feed constant(int rows, int columns, int value) {
    var values = new int[rows * columns];
    Arrays.fill(values, value);
    return Feed.ints(List.of((long) rows, (long) columns), values);
  }

  private static Feed tagMask(LongBuffer mask, int rows, int columns, int kept) {
    var values = new int[rows * kept];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) mask.get(i / kept * columns + i % kept);
    }
    return Feed.ints(List.of((long) rows, (long) kept), values);
  }
}
