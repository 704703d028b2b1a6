package io.alignstream.heads.task;

import static io.alignstream.encode.runtime.Layers.linear;

import io.alignstream.encode.bert.Bert;
import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.HeadOutput;
import io.alignstream.encode.mvptr.HeadOutput.Rows;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.MvptrModel;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Layers;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.heads.loss.LossTerms;
import io.alignstream.heads.loss.Losses;
import io.alignstream.schemas.avro.MaskedToken;
import io.alignstream.schemas.avro.MaskedTokensResult;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Masked-language modelling over words (the reference's {@code BiBertImgForMLM}). Classes are word
 * ids; of {@code seq_relationship} 0 is a match, the opposite of retrieval's.
 */
public record MlmTask(MvptrConfig config) implements TrainableTask {
  /** The words' number must be known. */
  public MlmTask {
    if (config.onlyWordSize() < 1) {
      throw new ModelException("config.json: only_word_size is missing");
    }
  }

  @Override
  public void declareHead(Parameters.Builder root) {
    var bert = new Bert(config.bert());
    root.add("logit_scale");
    bert.declarePredictions(root.at("cls.predictions"), config.onlyWordSize());
    root.linear("cls.seq_relationship", config.bert().hiddenSize(), config.numContrastClasses());
    bert.declarePredictions(root.at("half_mlm"), config.onlyWordSize());
  }

  /**
   * Scores of the words at positions of the joint sequence.
   *
   * @param states [B, L, H]
   * @param positions (sample, position): [M, 2]
   * @return [M, W]
   */
  public Operand<TFloat32> predictions(
      Weights w, Operand<TFloat32> states, Operand<TInt32> positions) {
    var tf = w.tf();
    return new Bert(config.bert()).predict(w.at("cls.predictions"), pick(tf, states, positions));
  }

  /** Scores for every mask, row by row of the texts: {@code mask_positions} [M, 2]. */
  @Override
  public Map<String, Operand<?>> outputs(Weights w, CrossModal cross) {
    var tf = w.tf();
    var positions = where(tf, tf.math.equal(cross.tokenIds(), mask(tf))); // [M, 2]
    Map<String, Operand<?>> outputs = new LinkedHashMap<>();
    outputs.put("prediction_scores", predictions(w, cross.sequence(), positions)); // [M, W]
    outputs.put("seq_relationship", linear(w.at("cls.seq_relationship"), cross.pooled()));
    outputs.put("mask_positions", positions);
    return outputs;
  }

  /** {@code masked_lm_labels_a}: word ids, -1 where nothing is to be predicted: [B, La]. */
  @Override
  public Map<String, Operand<?>> labels(Ops tf) {
    return Map.of("masked_lm_labels_a", Inputs.ints(tf, -1, -1));
  }

  /** {@code mlm}: cross entropy of the masked words. */
  @Override
  public LossTerms loss(Weights w, Pairs pairs, Map<String, Operand<?>> labels, Dropout dropout) {
    var wanted = Inputs.ints(labels, "masked_lm_labels_a");
    return LossTerms.of("mlm", maskedLoss(w, "cls.predictions", pairs.cross().sequence(), wanted));
  }

  /**
   * Cross entropy of the words wanted at positions of a sequence, by one of the two heads.
   *
   * @param states [B, L, H]
   * @param wanted word ids, -1 elsewhere: [B, L'], L' at most L
   */
  public Operand<TFloat32> maskedLoss(
      Weights w, String head, Operand<TFloat32> states, Operand<TInt32> wanted) {
    var tf = w.tf();
    var positions = where(tf, tf.math.greater(wanted, tf.constant(-1)));
    var scores = new Bert(config.bert()).predict(w.at(head), pick(tf, states, positions));
    return Losses.crossEntropy(tf, scores, tf.gatherNd(wanted, positions));
  }

  /**
   * How many of the words wanted one of the two heads finds, and how many are wanted: [2].
   *
   * @param states [B, L, H]
   * @param wanted word ids, -1 elsewhere: [B, L'], L' at most L
   */
  public Operand<TFloat32> found(
      Weights w, String head, Operand<TFloat32> states, Operand<TInt32> wanted) {
    var tf = w.tf();
    var positions = where(tf, tf.math.greater(wanted, tf.constant(-1)));
    var scores = new Bert(config.bert()).predict(w.at(head), pick(tf, states, positions));
    var best = tf.math.argMax(scores, tf.constant(1), TInt32.class);
    var right = tf.dtypes.cast(tf.math.equal(best, tf.gatherNd(wanted, positions)), TFloat32.class);
    return tf.stack(
        List.of(
            tf.sum(right, tf.constant(0)),
            tf.dtypes.cast(Layers.size(tf, positions, 0), TFloat32.class)));
  }

  /** [B, L, H] at (sample, position) [M, 2]: [M, H]. */
  private static Operand<TFloat32> pick(
      Ops tf, Operand<TFloat32> states, Operand<TInt32> positions) {
    var row =
        tf.math.add(
            tf.math.mul(
                tf.gather(positions, tf.constant(0), tf.constant(1)), Layers.size(tf, states, 1)),
            tf.gather(positions, tf.constant(1), tf.constant(1)));
    return tf.gather(Layers.rows(tf, states), row, tf.constant(0));
  }

  private static Operand<TInt32> where(Ops tf, Operand<TBool> condition) {
    return tf.dtypes.cast(tf.where(condition), TInt32.class);
  }

  @Override
  public Map<String, HeadOutput> served(Weights w, CrossModal cross) {
    var positions = where(w.tf(), w.tf().math.equal(cross.tokenIds(), mask(w.tf())));
    return Map.of("scores", new HeadOutput(Rows.MASK, predictions(w, cross.sequence(), positions)));
  }

  /**
   * The best words for every mask, with their probabilities.
   *
   * @param scores [M, W]
   */
  public static MaskedTokensResult decode(FloatMatrix scores, Vocabulary vocabulary, int count) {
    var masks = new ArrayList<MaskedToken>(scores.rows());
    for (int m = 0; m < scores.rows(); m++) {
      var probabilities = Scored.softmax(scores.copyRow(m));
      masks.add(new MaskedToken(m, Scored.best(probabilities, count, vocabulary::piece)));
    }
    return new MaskedTokensResult(masks);
  }

  private static Operand<TInt32> mask(Ops tf) {
    return tf.constant(MvptrModel.MASK_ID);
  }
}
