package io.alignstream.heads.task;

import static io.alignstream.encode.runtime.Layers.batchMatMul;

import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.HeadOutput;
import io.alignstream.encode.mvptr.HeadOutput.Rows;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Layers;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.loss.LossTerms;
import io.alignstream.heads.loss.Losses;
import io.alignstream.schemas.avro.BoundingBox;
import io.alignstream.schemas.avro.ReferringExpressionResult;
import io.alignstream.schemas.avro.ScoredBox;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Referring expressions (the reference's {@code BiImageBertForRE}): a score for every region, from
 * a cross-modal layer's states. Class 0 of one.
 *
 * @param mod how regions are scored
 * @param layer which cross-modal layer, from 0; the last one is the usual
 */
public record ReferringTask(MvptrConfig config, Mod mod, int layer) implements TrainableTask {
  private static final float SHORTEST_LENGTH = 1e-12f;

  /** The reference's {@code loss_mod}. */
  public enum Mod {
    /** 1: cosine of region and first state; squared error to the IoU. */
    COSINE,
    /** 2: their plain product; binary cross entropy to IoU of at least 0.5; gives the sigmoid. */
    PRODUCT,
    /** 3: classifier on each region; binary cross entropy to the IoU itself; gives the logit. */
    CLASSIFIER;

    /** By the reference's number. */
    public static Mod of(int number) {
      if (number < 1 || number > values().length) {
        throw new ModelException("mod %d: there are 1, 2 and 3".formatted(number));
      }
      return values()[number - 1];
    }
  }

  /** The classifier has one class, and {@code config.json} must say so. */
  public ReferringTask {
    if (config.numLabels() != 1) {
      throw new ModelException(
          "config.json: num_labels is %d; referring expressions have 1"
              .formatted(config.numLabels()));
    }
  }

  /** The usual form: the last layer. */
  public static ReferringTask of(MvptrConfig config, Mod mod) {
    return new ReferringTask(config, mod, config.crossModalLayers() - 1);
  }

  @Override
  public void declareHead(Parameters.Builder root) {
    new Classifier(config).declare(root);
  }

  /** Scores of the regions before any sigmoid: [B, R]. */
  public Operand<TFloat32> logits(Weights w, CrossModal cross, Dropout dropout) {
    var tf = w.tf();
    var states = cross.layer(layer); // [B, La + R, H]
    var kept = dropout.apply(tf, "re", config.bert().hiddenDropout(), states);
    var query = Mvptr.first(tf, kept); // [B, H]
    var regions = from(tf, kept, cross.regionsFrom()); // [B, R, H]
    return switch (mod) {
      case COSINE ->
          products(
              tf,
              Layers.unitRows(tf, regions, SHORTEST_LENGTH),
              Layers.unitRows(tf, query, SHORTEST_LENGTH));
      case PRODUCT -> products(tf, regions, query);
      case CLASSIFIER -> {
        var each = new Classifier(config).logits(w, Layers.rows(tf, regions)); // [B·R, 1]
        var sizes = tf.unstack(tf.shape(regions), 3L).output();
        yield tf.reshape(each, tf.stack(List.of(sizes.get(0), sizes.get(1))));
      }
    };
  }

  @Override
  public Map<String, Operand<?>> outputs(Weights w, CrossModal cross) {
    var logits = logits(w, cross, Dropout.NONE);
    return Map.of("logits", mod == Mod.PRODUCT ? w.tf().math.sigmoid(logits) : logits);
  }

  /** {@code labels}: IoU of the regions with the right box, -1 for padding: [B, R]. */
  @Override
  public Map<String, Operand<?>> labels(Ops tf) {
    return Map.of("labels", Inputs.floats(tf, -1, -1));
  }

  /** {@code loss}. */
  @Override
  public LossTerms loss(Weights w, Pairs pairs, Map<String, Operand<?>> labels, Dropout dropout) {
    var tf = w.tf();
    var iou = Inputs.floats(labels, "labels");
    var logits = logits(w, pairs.cross(), dropout);
    var each =
        switch (mod) {
          case COSINE -> tf.math.squaredDifference(logits, iou);
          case PRODUCT -> Losses.binaryCrossEntropy(tf, logits, Losses.atLeast(tf, iou, 0.5f));
          case CLASSIFIER -> Losses.binaryCrossEntropy(tf, logits, iou);
        };
    return LossTerms.of("loss", Losses.maskedMean(tf, each, Losses.atLeast(tf, iou, 0f)));
  }

  /** [B, R, H] and [B, H] to [B, R]. */
  private static Operand<TFloat32> products(
      Ops tf, Operand<TFloat32> regions, Operand<TFloat32> query) {
    var product = batchMatMul(tf, regions, tf.expandDims(query, tf.constant(2)), false);
    return tf.squeeze(product, Squeeze.axis(List.of(2L)));
  }

  private static Operand<TFloat32> from(
      Ops tf, Operand<TFloat32> states, Operand<TInt32> position) {
    return tf.slice(
        states,
        tf.stack(List.of(tf.constant(0), position, tf.constant(0))),
        tf.constant(new int[] {-1, -1, -1}));
  }

  /** Scores of all positions, of which those of the regions are served. */
  @Override
  public Map<String, HeadOutput> served(Weights w, CrossModal cross) {
    var scores = outputs(w, cross).get("logits");
    return Map.of("scores", new HeadOutput(Rows.REGION, Inputs.floats(Map.of("s", scores), "s")));
  }

  /**
   * All regions, best first.
   *
   * @param scores [1, R]
   */
  public static ReferringExpressionResult decode(FloatMatrix scores, List<Region> regions) {
    var boxes = new ArrayList<ScoredBox>(scores.columns());
    for (int i = 0; i < scores.columns(); i++) {
      var box = regions.get(i).box();
      boxes.add(
          new ScoredBox(
              new BoundingBox(box.x1(), box.y1(), box.x2(), box.y2()),
              scores.get(0, i),
              regions.get(i).label()));
    }
    boxes.sort(Comparator.comparing(ScoredBox::getScore).reversed());
    return new ReferringExpressionResult(boxes);
  }
}
