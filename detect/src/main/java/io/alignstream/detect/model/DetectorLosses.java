package io.alignstream.detect.model;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.LossTerm;
import io.alignstream.encode.train.Objective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * A detector's losses as a part of a graph, over rows that were sampled beforehand, with frozen
 * norms.
 *
 * <p>Inputs: {@code pixels} [N, H, W, 3]; {@code sampled_anchors} [S] of all N·M, {@code
 * anchor_labels} [S] 1 or 0, {@code positive_anchors} with {@code anchor_deltas} [.., 4]; {@code
 * rows}, {@code columns} and {@code regions} as {@link RegionSampling} makes them; {@code labels}
 * [K]; {@code positive_regions} [Q] among the K, with {@code positive_labels} [Q], {@code
 * region_deltas} [Q, 4] and {@code attributes}, soft targets [Q, T].
 */
public final class DetectorLosses {
  private static final float RPN_BETA = 1f / 9;

  private DetectorLosses() {}

  /** The five losses, by the reference's names. */
  public static Objective objective(DetectorConfig config) {
    return (tf, w, step) -> losses(tf, w, config);
  }

  /** The same without a step's circumstances, of which they use none. */
  public static Objective.Losses losses(Ops tf, Weights w, DetectorConfig config) {
    return new Builder(tf, w, config).build();
  }

  /**
   * What proposals are made of: {@code rpn} takes {@code pixels} and gives {@code objectness} and
   * {@code deltas}, anchor by anchor.
   */
  public static GraphFunction rpn(Ops tf, Weights w, DetectorConfig config) {
    var net = FasterRcnnNet.of(config);
    var pixels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
    var rpn = net.rpn(w, Convolutions.FROZEN, net.body(w, Convolutions.FROZEN, pixels));
    return GraphFunction.of(
        "rpn",
        Map.of("pixels", pixels),
        Map.of("objectness", rpn.objectness(), "deltas", rpn.deltas()));
  }

  /** Huber's loss over beta: d² / 2β below β, |d| - β / 2 above ({@code smooth_l1_loss.py}). */
  static Operand<TFloat32> smoothL1(Ops tf, Operand<TFloat32> apart, float beta) {
    var distance = tf.math.abs(apart);
    var small = tf.math.minimum(distance, tf.constant(beta));
    return tf.math.add(
        tf.math.mul(tf.math.square(small), tf.constant(0.5f / beta)), tf.math.sub(distance, small));
  }

  /** Softmax cross entropy with soft targets, entry by entry: [Q, T]. */
  static Operand<TFloat32> softEntropy(
      Ops tf, Operand<TFloat32> logits, Operand<TFloat32> targets) {
    return tf.math.neg(tf.math.mul(targets, tf.nn.logSoftmax(logits)));
  }

  private static final class Builder {
    private final Ops tf;
    private final Weights w;
    private final DetectorConfig config;
    private final FasterRcnnNet net;
    private final Map<String, Operand<?>> inputs = new LinkedHashMap<>();
    private final List<LossTerm> terms = new ArrayList<>();

    Builder(Ops tf, Weights w, DetectorConfig config) {
      this.tf = tf;
      this.w = w;
      this.config = config;
      this.net = FasterRcnnNet.of(config);
    }

    Objective.Losses build() {
      var map = net.body(w, Convolutions.FROZEN, input("pixels", TFloat32.class, -1, -1, -1, 3));
      addRpn(net.rpn(w, Convolutions.FROZEN, map));
      var features = regionFeatures(map); // [K, F]
      addBoxes(net.classes(w, features));
      addAttributes(features);
      return new Objective.Losses(inputs, terms, List.of());
    }

    private Operand<TFloat32> regionFeatures(Operand<TFloat32> map) {
      int bins = config.pooling().side();
      var rows = input("rows", TFloat32.class, -1, -1, -1);
      var columns = input("columns", TFloat32.class, -1, bins, -1);
      var all = RoiAlign.pool(tf, map, rows, columns, bins);
      var pooled = tf.gather(all, input("regions", TInt32.class, -1), tf.constant(0));
      return net.regionFeatures(w, Convolutions.FROZEN, pooled);
    }

    private void addRpn(FasterRcnnNet.Rpn rpn) {
      var sampled = input("sampled_anchors", TInt32.class, -1);
      var labels = input("anchor_labels", TFloat32.class, -1);
      var objectness = tf.gather(flat(rpn.objectness()), sampled, tf.constant(0)); // [S]
      // Binary cross entropy with logits: softplus(x) - x y
      var entropy = tf.math.sub(tf.math.softplus(objectness), tf.math.mul(objectness, labels));
      add("loss_objectness", 1, sum(entropy), size(sampled));

      var positives = input("positive_anchors", TInt32.class, -1);
      var deltas = tf.gather(rows4(rpn.deltas()), positives, tf.constant(0)); // [.., 4]
      var apart = tf.math.sub(deltas, input("anchor_deltas", TFloat32.class, -1, 4));
      add("loss_rpn_box_reg", 1, sum(smoothL1(tf, apart, RPN_BETA)), size(sampled));
    }

    private void addBoxes(FasterRcnnNet.Classes classes) {
      int count = config.classes();
      var labels = input("labels", TInt32.class, -1);
      var targets = tf.oneHot(labels, tf.constant(count), tf.constant(1f), tf.constant(0f));
      var entropy = tf.nn.softmaxCrossEntropyWithLogits(classes.logits(), targets).loss();
      add("loss_classifier", 1, sum(entropy), size(labels));

      var positives = input("positive_regions", TInt32.class, -1);
      var ofClass = input("positive_labels", TInt32.class, -1);
      var at = tf.math.add(tf.math.mul(positives, tf.constant(count)), ofClass);
      var deltas = tf.gather(rows4(classes.regression()), at, tf.constant(0)); // [Q, 4]
      var apart = tf.math.sub(deltas, input("region_deltas", TFloat32.class, -1, 4));
      add("loss_box_reg", 1, sum(smoothL1(tf, apart, 1)), size(labels));
    }

    /** Positive regions only, each with its true class. */
    private void addAttributes(Operand<TFloat32> features) {
      var positives = this.<TInt32>given("positive_regions");
      var labels = this.<TInt32>given("positive_labels");
      var targets = input("attributes", TFloat32.class, -1, config.attributes().count());
      var some = tf.gather(features, positives, tf.constant(0)); // [Q, F]
      var logits = net.attributes(w, some, labels); // [Q, T]
      var groups = config.attributes().groups();
      double weight = config.attributes().lossWeight();
      if (groups.isEmpty()) {
        add("loss_attribute", weight, sum(softEntropy(tf, logits, targets)), size(positives));
        return;
      }
      var parts = new ArrayList<Operand<TFloat32>>();
      int from = 1;
      for (int g = 0; g < groups.size(); g++) {
        var part =
            softEntropy(
                tf, columns(logits, from, groups.get(g)), columns(targets, from, groups.get(g)));
        var scale = config.attributes().groupWeights().get(g).floatValue();
        parts.add(tf.math.mul(sum(part), tf.constant(scale)));
        from += groups.get(g);
      }
      add("loss_attribute", weight, tf.math.addN(parts), size(positives));
    }

    private Operand<TFloat32> columns(Operand<TFloat32> x, int from, int count) {
      return tf.slice(x, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, count}));
    }

    private void add(String name, double weight, Operand<TFloat32> sum, Operand<TFloat32> count) {
      terms.add(new LossTerm(name, weight, sum, count));
    }

    private Operand<TFloat32> sum(Operand<TFloat32> x) {
      return tf.sum(flat(x), tf.constant(0));
    }

    private Operand<TFloat32> size(Operand<? extends TType> x) {
      return tf.dtypes.cast(tf.size(x), TFloat32.class);
    }

    private Operand<TFloat32> flat(Operand<TFloat32> x) {
      return tf.reshape(x, tf.constant(new int[] {-1}));
    }

    private Operand<TFloat32> rows4(Operand<TFloat32> x) {
      return tf.reshape(x, tf.constant(new int[] {-1, 4}));
    }

    private <T extends TType> Operand<T> input(String name, Class<T> type, long... shape) {
      var placeholder = tf.placeholder(type, Placeholder.shape(Shape.of(shape)));
      inputs.put(name, placeholder);
      return placeholder;
    }

    @SuppressWarnings("unchecked") // the callers name an input that they know
    private <T extends TType> Operand<T> given(String name) {
      return (Operand<T>) java.util.Objects.requireNonNull(inputs.get(name));
    }
  }
}
