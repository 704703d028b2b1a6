package io.alignstream.encode.train;

import io.alignstream.encode.optimize.AdamW;
import io.alignstream.encode.optimize.Optimizer;
import io.alignstream.encode.optimize.Schedule;
import io.alignstream.encode.optimize.WeightGroups;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.Layers;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Precision;
import io.alignstream.encode.runtime.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A model with everything that training meets: an embedding table, LayerNorm, dropout over [b, H]
 * and [b·L, D], a classification over the rows that have a label (so counts differ from process to
 * process), and a contrastive loss over the whole batch with a temperature.
 */
final class TinyTask {
  static final int WORDS = 11;
  static final int L = 3;
  static final int H = 8;
  static final int F = 5;
  static final int CLASSES = 3;
  static final int EXAMPLES = 23;

  static final Parameters PARAMETERS =
      new Parameters.Builder()
          .add("embeddings.word_embeddings.weight", WORDS, H)
          .layerNorm("LayerNorm", H)
          .linear("dense", H, H)
          .linear("image", F, H)
          .linear("classifier", H, CLASSES)
          .linear("pooler", H, H) // takes no part
          .add("logit_scale")
          .build();

  private TinyTask() {}

  static ParameterValues start() {
    return ParameterValues.initial(PARAMETERS, InitialValues.normal(5, 0.3f, List.of("LayerNorm")));
  }

  static DeviceSettings device() {
    return new DeviceSettings("cpu", 1, 1, Precision.FLOAT32);
  }

  static TrainingSettings settings(Optimizer optimizer, int accumulation) {
    return new TrainingSettings(
        optimizer,
        WeightGroups.decaying(0.05)
            .withoutDecay("bias", "LayerNorm.weight")
            .withStillRows(1, "word_embeddings"),
        1,
        accumulation,
        17);
  }

  static TrainingSettings settings() {
    return settings(AdamW.withEpsilon(1e-8), 1);
  }

  static TrainingPlan plan(long steps) {
    return new TrainingPlan(
        8,
        steps,
        0.01,
        Schedule.warmupLinear(2, 60).movedFirst(),
        5,
        10,
        10,
        BestBy.highest("accuracy"),
        3,
        2);
  }

  static TrainingSession session(TrainingSettings settings, float dropout) {
    return TrainingSession.alone(
        device(), settings, start(), objective(dropout), TinyTask::evaluation);
  }

  static Objective objective(float rate) {
    return (tf, w, step) -> {
      var ids = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, L)));
      var features = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, F)));
      var labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));

      var words = Layers.lookup(tf, w.at("embeddings.word_embeddings").get("weight"), ids);
      var dropped = step.dropout().apply(tf, "words", rate, Layers.rows(tf, words)); // [b·L, H]
      var text = text(tf, w, tf.reshape(dropped, tf.constant(new int[] {-1, L, H})));
      text = step.dropout().apply(tf, "text", rate, text);
      var image = Layers.linear(w.at("image"), features);

      var kept = tf.math.greaterEqual(labels, tf.constant(0));
      var ones = tf.dtypes.cast(kept, TFloat32.class);
      var cross =
          crossEntropy(tf, logits(w, text), tf.math.maximum(labels, tf.constant(0)), CLASSES);
      var zero = tf.constant(0);
      var classification =
          new LossTerm(
              "classification",
              1,
              tf.reduceSum(tf.math.mul(cross, ones), zero),
              tf.reduceSum(ones, zero));
      return new Objective.Losses(
          Map.of("ids", ids, "features", features, "labels", labels),
          List.of(classification, contrastive(tf, w, step, text, image)),
          List.of());
    };
  }

  /** Own rows against everybody's, both ways. */
  private static LossTerm contrastive(
      Ops tf, Weights w, Objective.Step step, Operand<TFloat32> text, Operand<TFloat32> image) {
    var texts = Layers.unitRows(tf, text, 1e-12f);
    var images = Layers.unitRows(tf, image, 1e-12f);
    var scale = tf.math.exp(w.get("logit_scale"));
    var own =
        tf.math.add(
            tf.range(tf.constant(0), step.rows().count(), tf.constant(1)), step.rows().first());
    var rows = new ArrayList<Operand<TFloat32>>();
    for (var pair : List.of(List.of(texts, images), List.of(images, texts))) {
      var all = step.replicas().gather(tf, pair.get(1), step.rows()); // [B, H]
      var logits = tf.math.mul(tf.linalg.matMul(pair.get(0), all, MatMul.transposeB(true)), scale);
      var targets = tf.oneHot(own, step.rows().total(), tf.constant(1f), tf.constant(0f)); // [b, B]
      var log = tf.nn.logSoftmax(logits);
      rows.add(tf.math.neg(tf.reduceSum(tf.math.mul(log, targets), tf.constant(new int[] {0, 1}))));
    }
    var sum = tf.math.mul(tf.math.addN(rows), tf.constant(0.5f));
    return new LossTerm(
        "contrastive", 0.5, sum, tf.dtypes.cast(step.rows().count(), TFloat32.class));
  }

  private static Operand<TFloat32> text(Ops tf, Weights w, Operand<TFloat32> words) {
    var mean = tf.math.mean(words, tf.constant(1)); // [b, H]
    var hidden = Layers.gelu(tf, Layers.linear(w.at("dense"), mean));
    return Layers.layerNorm(w.at("LayerNorm"), hidden, 1e-12f);
  }

  private static Operand<TFloat32> logits(Weights w, Operand<TFloat32> text) {
    return Layers.linear(w.at("classifier"), text);
  }

  private static Operand<TFloat32> crossEntropy(
      Ops tf, Operand<TFloat32> logits, Operand<TInt32> labels, int classes) {
    var targets = tf.oneHot(labels, tf.constant(classes), tf.constant(1f), tf.constant(0f));
    return tf.math.neg(
        tf.reduceSum(tf.math.mul(tf.nn.logSoftmax(logits), targets), tf.constant(1)));
  }

  static List<GraphFunction> evaluation(Ops tf, Weights w) {
    var ids = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, L)));
    var words = Layers.lookup(tf, w.at("embeddings.word_embeddings").get("weight"), ids);
    return List.of(
        GraphFunction.of(
            "logits", Map.of("ids", ids), Map.of("logits", logits(w, text(tf, w, words)))));
  }

  /** Accuracy over all examples that have a label. */
  static Map<String, Double> accuracy(GraphSession functions) {
    var logits = logits(functions);
    int right = 0;
    int all = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      if (label(i) >= 0) {
        all++;
        int best = 0;
        for (int c = 1; c < CLASSES; c++) {
          best = logits[i * CLASSES + c] > logits[i * CLASSES + best] ? c : best;
        }
        right += best == label(i) ? 1 : 0;
      }
    }
    return Map.of("accuracy", (double) right / all);
  }

  static float[] logits(GraphSession functions) {
    var all = new int[EXAMPLES * L];
    for (int i = 0; i < EXAMPLES; i++) {
      System.arraycopy(ids(i), 0, all, i * L, L);
    }
    return functions.run(
        "logits",
        Map.of("ids", Feed.ints(List.of((long) EXAMPLES, (long) L), all)),
        results -> results.copyFloats("logits"));
  }

  static BatchSource source(int batchSize, long seed) {
    var order = new ShuffledExamples(EXAMPLES, batchSize, seed);
    return (batch, share) -> rows(order.indices(batch, share));
  }

  static Map<String, Feed> rows(List<Integer> indices) {
    int b = indices.size();
    var ids = new int[b * L];
    var features = new float[b * F];
    var labels = new int[b];
    for (int i = 0; i < b; i++) {
      int index = indices.get(i);
      System.arraycopy(ids(index), 0, ids, i * L, L);
      labels[i] = label(index);
      var random = new Random(index);
      for (int f = 0; f < F; f++) {
        features[i * F + f] = (float) random.nextGaussian() + labels[i];
      }
    }
    return Map.of(
        "ids", Feed.ints(List.of((long) b, (long) L), ids),
        "features", Feed.floats(List.of((long) b, (long) F), features),
        "labels", Feed.ints(List.of((long) b), labels));
  }

  private static int[] ids(int index) {
    return new Random(index * 31L).ints(L, 0, WORDS).toArray();
  }

  /** What the words say; every fourth example has none. */
  private static int label(int index) {
    return index % 4 == 3 ? -1 : Arrays.stream(ids(index)).sum() % CLASSES;
  }
}
