package io.alignstream.heads.task;

import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.loss.LossTerms;
import io.alignstream.heads.loss.Losses;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Classification of the pair (the reference's {@code BiImageBertForSequenceClassification}); visual
 * entailment has the classes 0 contradiction, 1 neutral, 2 entailment.
 */
public record EntailmentTask(MvptrConfig config) implements MvptrTask {
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
}
