package io.alignstream.heads.task;

import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.HeadOutput;
import io.alignstream.encode.mvptr.HeadOutput.Rows;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.loss.LossTerms;
import io.alignstream.heads.loss.Losses;
import io.alignstream.schemas.avro.Entailment;
import io.alignstream.schemas.avro.VisualEntailmentResult;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Classification of the pair (the reference's {@code BiImageBertForSequenceClassification}); visual
 * entailment has the classes 0 contradiction, 1 neutral, 2 entailment.
 */
public record EntailmentTask(MvptrConfig config) implements TrainableTask {
  private static final List<Entailment> CLASSES =
      List.of(Entailment.CONTRADICTION, Entailment.NEUTRAL, Entailment.ENTAILMENT);

  @Override
  public void declareHead(Parameters.Builder root) {
    new Classifier(config).declare(root);
  }

  /** Scores of the classes: [B, C]. */
  public Operand<TFloat32> logits(Weights w, CrossModal cross, Dropout dropout) {
    var kept = dropout.apply(w.tf(), "classifier", config.bert().hiddenDropout(), cross.pooled());
    return new Classifier(config).logits(w, kept);
  }

  @Override
  public Map<String, Operand<?>> outputs(Weights w, CrossModal cross) {
    return Map.of("logits", logits(w, cross, Dropout.NONE));
  }

  /** {@code labels}: classes [B]. */
  @Override
  public Map<String, Operand<?>> labels(Ops tf) {
    return Map.of("labels", Inputs.ints(tf, -1));
  }

  /** {@code loss_ce}: cross entropy. */
  @Override
  public LossTerms loss(Weights w, Pairs pairs, Map<String, Operand<?>> labels, Dropout dropout) {
    return LossTerms.of(
        "loss_ce",
        Losses.crossEntropy(
            w.tf(), logits(w, pairs.cross(), dropout), Inputs.ints(labels, "labels")));
  }

  @Override
  public Map<String, HeadOutput> served(Weights w, CrossModal cross) {
    return Map.of("logits", new HeadOutput(Rows.PAIR, logits(w, cross, Dropout.NONE)));
  }

  /**
   * The most probable class, the first of equal ones, and all three probabilities.
   *
   * @param logits [1, 3]
   */
  public static VisualEntailmentResult decode(FloatMatrix logits) {
    var p = Scored.softmax(logits.copyRow(0));
    int best = p[1] > p[0] ? 1 : 0;
    best = p[2] > p[best] ? 2 : best;
    return new VisualEntailmentResult(CLASSES.get(best), p[0], p[1], p[2]);
  }
}
