package io.alignstream.deploy.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.optimize.AdamW;
import io.alignstream.encode.optimize.WeightGroups;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.train.TrainingSession;
import io.alignstream.encode.train.TrainingSettings;
import io.alignstream.heads.data.LabelVocabulary;
import io.alignstream.heads.training.LabelLoss;
import io.alignstream.heads.training.LabelledTask;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Training steps of visual entailment with random weights: samples a second, a step beside three
 * forward passes of the same batch (a step needs about the work of three), and the share of time
 * outside TensorFlow. Forward passes and steps alternate, so that a busy machine slows both.
 *
 * @param out where the lines go
 * @param hidden H; an intermediate layer has 4 H
 * @param layers of each encoder
 * @param batch rows
 * @param turns how often each figure is measured; medians are told
 * @param dropout share that is dropped
 */
public record TrainBench(
    PrintWriter out, int hidden, int layers, int batch, int turns, float dropout) {
  private static final int WORDS = 30_522;
  private static final int TEXT = 55; // the reference's usual lengths
  private static final int TAGS = 20;
  private static final int REGIONS = 50;
  private static final int FEATURES = 2054;

  /** Measures and tells one line. */
  public void run(DeviceSettings device) {
    var task =
        LabelledTask.classifier(
            config(),
            LabelVocabulary.of(List.of("contradiction", "neutral", "entailment")),
            LabelLoss.CE,
            LabelledTask.Form.CLASSIFICATION);
    var start =
        ParameterValues.initial(
            task.head().parameters(), InitialValues.normal(1, 0.02f, List.of("LayerNorm")));
    var settings =
        new TrainingSettings(
            AdamW.withEpsilon(1e-8),
            WeightGroups.decaying(0.05)
                .withoutDecay("bias", "LayerNorm.weight")
                .withStillRows(1, "word_embeddings.weight"),
            1,
            1,
            1);
    try (var session =
        TrainingSession.alone(device, settings, start, task.objective(), task::functions)) {
      var pairs = pairs();
      var rows = new LinkedHashMap<>(pairs);
      rows.put("labels", Feed.floats(List.of((long) batch, 3L), labels()));
      var forward = new ArrayList<Double>();
      var steps = new ArrayList<Double>();
      double inside = 0;
      double all = 0;
      for (int turn = -2; turn < turns; turn++) { // the first ones build and warm up
        long begin = System.nanoTime();
        session.functions().run("scores", pairs);
        double passed = (System.nanoTime() - begin) / 1e9;
        begin = System.nanoTime();
        var result = session.step(turn + 2, Share.of(0, 1, batch), List.of(rows), 1e-5, false);
        double stepped = (System.nanoTime() - begin) / 1e9;
        if (turn >= 0) {
          forward.add(passed);
          steps.add(stepped);
          inside += result.runNanos() / 1e9;
          all += stepped;
        }
      }
      out.println(
          String.format(
              Locale.ROOT,
              "hidden %d, %d layers an encoder, batch %d, dropout %.1f: %.2f samples/s; a step %.3f"
                  + " s = %.2f x three forward passes of %.3f s; outside TensorFlow %.1f %%",
              hidden,
              layers,
              batch,
              dropout,
              batch / median(steps),
              median(steps),
              median(steps) / (3 * median(forward)),
              median(forward),
              100 * (1 - inside / all)));
    }
  }

  private MvptrConfig config() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("vocab_size", WORDS);
    json.put("only_word_size", WORDS);
    json.put("hidden_size", hidden);
    json.put("num_attention_heads", Math.max(1, hidden / 64));
    json.put("num_hidden_layers", 2 * layers);
    json.put("intermediate_size", 4 * hidden);
    json.put("max_position_embeddings", 512);
    json.put("type_vocab_size", 2);
    json.put("hidden_act", "gelu");
    json.put("hidden_dropout_prob", dropout);
    json.put("attention_probs_dropout_prob", dropout);
    json.put("layer_norm_eps", 1e-12);
    json.put("img_feature_dim", FEATURES);
    json.put("img_feature_type", "frcnn");
    json.put("use_img_layernorm", 1);
    json.put("num_labels", 3);
    return MvptrConfig.from(json);
  }

  private Map<String, Feed> pairs() {
    var random = new Random(1);
    var features = new float[batch * REGIONS * FEATURES];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextFloat();
    }
    var feeds = new LinkedHashMap<String, Feed>();
    feeds.put("input_ids_a", ids(random, TEXT, WORDS));
    feeds.put("token_type_ids_a", ids(random, TEXT, 1));
    feeds.put("attention_mask_a", ones(TEXT));
    feeds.put("input_ids_b", ids(random, TAGS, WORDS));
    feeds.put("token_type_ids_b", ids(random, TAGS, 2));
    feeds.put("attention_mask_b", ones(TAGS + REGIONS));
    feeds.put(
        "img_feats", Feed.floats(List.of((long) batch, (long) REGIONS, (long) FEATURES), features));
    feeds.put("cut", Feed.ints(List.of(), new int[] {TAGS}));
    return feeds;
  }

  private Feed ids(Random random, int length, int bound) {
    return Feed.ints(
        List.of((long) batch, (long) length),
        random.ints((long) batch * length, 0, bound).toArray());
  }

  private Feed ones(int length) {
    return Feed.ints(
        List.of((long) batch, (long) length),
        Collections.nCopies(batch * length, 1).stream().mapToInt(Integer::intValue).toArray());
  }

  private float[] labels() {
    var labels = new float[batch * 3];
    for (int i = 0; i < batch; i++) {
      labels[i * 3 + i % 3] = 1;
    }
    return labels;
  }

  private static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
