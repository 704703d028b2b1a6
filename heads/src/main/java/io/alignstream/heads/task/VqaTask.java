package io.alignstream.heads.task;

import io.alignstream.encode.bert.Bert;
import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.HeadOutput;
import io.alignstream.encode.mvptr.HeadOutput.Rows;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.loss.LossTerms;
import io.alignstream.heads.loss.Losses;
import io.alignstream.schemas.avro.VqaResult;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Visual question answering (the reference's {@code BiImageBertForVQA}): a prediction head over the
 * answers, on the first cross-modal state and not on the pooled one. Classes are the lines of the
 * answer vocabulary.
 */
public record VqaTask(MvptrConfig config) implements TrainableTask {
  @Override
  public void declareHead(Parameters.Builder root) {
    new Bert(config.bert()).declarePredictions(root.at("cls.predictions"), config.numLabels());
  }

  /** Scores of the answers: [B, C]. */
  public Operand<TFloat32> logits(Weights w, CrossModal cross, Dropout dropout) {
    var tf = w.tf();
    var first = Mvptr.first(tf, cross.sequence()); // [B, H]
    var kept = dropout.apply(tf, "cls", config.bert().hiddenDropout(), first);
    return new Bert(config.bert()).predict(w.at("cls.predictions"), kept);
  }

  @Override
  public Map<String, Operand<?>> outputs(Weights w, CrossModal cross) {
    return Map.of("logits", logits(w, cross, Dropout.NONE));
  }

  /** {@code labels}: soft scores of the answers [B, C]. */
  @Override
  public Map<String, Operand<?>> labels(Ops tf) {
    return Map.of("labels", Inputs.floats(tf, -1, config.numLabels()));
  }

  /** {@code loss_bce}: mean binary cross entropy times the number of answers. */
  @Override
  public LossTerms loss(Weights w, Pairs pairs, Map<String, Operand<?>> labels, Dropout dropout) {
    var tf = w.tf();
    var each =
        Losses.binaryCrossEntropy(
            tf, logits(w, pairs.cross(), dropout), Inputs.floats(labels, "labels"));
    return LossTerms.of(
        "loss_bce", tf.math.mul(Losses.mean(tf, each), tf.constant((float) config.numLabels())));
  }

  @Override
  public Map<String, HeadOutput> served(Weights w, CrossModal cross) {
    return Map.of("logits", new HeadOutput(Rows.PAIR, logits(w, cross, Dropout.NONE)));
  }

  /**
   * The best answers; scores are the sigmoid of the logits, as the reference prints them, or the
   * softmax where one answer excludes another ({@link MvptrConfig#hasExclusiveClasses}).
   *
   * @param logits [1, C]
   */
  public static VqaResult decode(
      FloatMatrix logits, AnswerVocabulary vocabulary, boolean exclusive, int count) {
    var row = logits.copyRow(0);
    var scores = exclusive ? Scored.softmax(row) : Scored.sigmoid(row);
    return new VqaResult(Scored.best(scores, count, vocabulary.answers()::get));
  }
}
