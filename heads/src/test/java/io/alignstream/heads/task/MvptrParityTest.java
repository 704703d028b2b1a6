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

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Variables;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.goldens.MvptrGoldens;
import io.alignstream.heads.loss.Contrast;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/** Every output and loss that the reference recorded, from the same weights and inputs. */
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

  @FunctionalInterface
  private interface Definition {
    List<GraphFunction> build(Ops tf, Weights w, Pairs pairs, PairInputs inputs);
  }

  private static GraphSession graph(String model, MvptrTask task, Definition definition) {
    return GraphSession.build(
        DeviceSettings.cpu(),
        tf -> {
          var w = Weights.frozen(tf, weights(model, task.parameters()));
          var inputs = PairInputs.placeholders(tf, task.config());
          var pairs = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
          return definition.build(tf, w, pairs, inputs);
        });
  }

  private static GraphSession inference(String model, MvptrTask task) {
    return graph(
        model,
        task,
        (tf, w, pairs, inputs) ->
            List.of(GraphFunction.of("outputs", inputs.inputs(), task.outputs(w, pairs))));
  }

  private static List<GraphFunction> outputs(Ops tf, Weights w, MvptrTask task) {
    var inputs = PairInputs.placeholders(tf, task.config());
    var pairs = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
    return List.of(GraphFunction.of("outputs", inputs.inputs(), task.outputs(w, pairs)));
  }

  private static GraphSession withLoss(String model, TrainableTask task) {
    return graph(
        model,
        task,
        (tf, w, pairs, inputs) -> {
          var outputs = task.outputs(w, pairs);
          var labels = task.labels(tf);
          Map<String, Operand<?>> both =
              new LinkedHashMap<>(task.loss(w, pairs, labels, Dropout.NONE).terms());
          both.putAll(outputs);
          var functions = new ArrayList<GraphFunction>();
          functions.add(GraphFunction.of("outputs", inputs.inputs(), outputs));
          functions.add(GraphFunction.of("loss", joined(inputs.inputs(), labels), both));
          return functions;
        });
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

  private static void run(
      GraphSession session,
      String function,
      Map<String, Feed> feeds,
      String prefix,
      Checkpoint goldens,
      List<String> outputs) {
    session.run(
        function,
        feeds,
        results -> {
          outputs.forEach(name -> assertOutput(results, name, goldens, prefix + name));
          return 0;
        });
  }

  private static Map<String, Operand<?>> joined(
      Map<String, Operand<?>> a, Map<String, Operand<?>> b) {
    var both = new HashMap<String, Operand<?>>(a);
    both.putAll(b);
    return both;
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
