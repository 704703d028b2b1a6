package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.LossTerm;
import io.alignstream.encode.train.Objective;
import io.alignstream.heads.task.RetrievalTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Retrieval's losses over the batch of all processes: contrast, and matching of wrong pairs. */
record RetrievalLosses(RetrievalTask task, Negatives negatives) {
  /** The objective. */
  Objective.Losses build(Ops tf, Weights w, Objective.Step step) {
    var inputs = PairInputs.placeholders(tf, task.config());
    var labels = negatives.inputs(tf);
    var all = new LinkedHashMap<>(inputs.inputs());
    all.putAll(labels);
    return new Objective.Losses(all, terms(tf, w, step, inputs, labels), List.of());
  }

  /** {@code retrieval_loss} and {@code itm_loss}. */
  private List<LossTerm> terms(
      Ops tf, Weights w, Objective.Step step, PairInputs inputs, Map<String, Operand<?>> labels) {
    var batch = new BatchContrast(task.config(), tf, w, step, inputs);
    var right = logits(tf, w, batch.pairs().cross().pooled(), step.dropout());
    var wrong =
        logits(tf, w, batch.encode(batch.wrongPairs(negatives, labels)).pooled(), batch.again());
    var matching =
        tf.math.add(
            batch.allOf(RetrievalTask.MATCH, right), batch.allOf(1 - RetrievalTask.MATCH, wrong));
    return List.of(
        batch.contrast("retrieval_loss"), new LossTerm("itm_loss", 1, matching, batch.rows(2)));
  }

  private Operand<TFloat32> logits(Ops tf, Weights w, Operand<TFloat32> pooled, Dropout dropout) {
    var kept = dropout.apply(tf, "classifier", task.config().bert().hiddenDropout(), pooled);
    return task.matchLogits(w, kept);
  }
}
