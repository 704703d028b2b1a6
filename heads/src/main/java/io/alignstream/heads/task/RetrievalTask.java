package io.alignstream.heads.task;

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
import io.alignstream.heads.loss.Contrast;
import io.alignstream.heads.loss.HardPairs;
import io.alignstream.heads.loss.LossTerms;
import io.alignstream.heads.loss.Losses;
import io.alignstream.schemas.avro.ImageTextMatchResult;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Image–text retrieval (the reference's {@code BiImageBertForRetrieval}): unit-length vectors for
 * the coarse search, and image–text matching (ITM) to re-rank. Classes of ITM: 0 no match, 1 match.
 */
public record RetrievalTask(MvptrConfig config) implements TrainableTask {
  /** The class of pairs that match. */
  public static final int MATCH = 1;

  /** The classifier has two classes, and {@code config.json} must say so. */
  public RetrievalTask {
    if (config.numLabels() != 2) {
      throw new ModelException(
          "config.json: num_labels is %d; retrieval has 2 classes".formatted(config.numLabels()));
    }
  }

  @Override
  public void declareHead(Parameters.Builder root) {
    root.add("logit_scale");
    new Classifier(config).declare(root);
  }

  /** Scores of match and no match: [B, 2]. */
  public Operand<TFloat32> matchLogits(Weights w, Operand<TFloat32> pooled) {
    return new Classifier(config).logits(w, pooled);
  }

  @Override
  public Map<String, Operand<?>> outputs(Weights w, CrossModal cross) {
    var tf = w.tf();
    var logits = matchLogits(w, cross.pooled());
    return Map.of(
        "itm_logits", // [B, 2]
        logits,
        "itm_prob", // [B]
        tf.gather(tf.nn.softmax(logits), tf.constant(MATCH), tf.constant(1)));
  }

  @Override
  public Map<String, Operand<?>> outputs(Weights w, Pairs pairs) {
    var tf = w.tf();
    var vectors = embeddings(w, pairs);
    var outputs = new LinkedHashMap<>(new RepresentationTask(config).outputs(w, pairs));
    outputs.putAll(outputs(w, pairs.cross()));
    outputs.put("global_txt", vectors.texts()); // [B, H]
    outputs.put("global_img", vectors.images()); // [B, H]
    outputs.put("sim_mat", Contrast.similarities(tf, vectors.texts(), vectors.images())); // [B, B]
    return outputs;
  }

  /** {@code dice_index}: which pairs the hard texts and hard images go to: a permutation [B]. */
  @Override
  public Map<String, Operand<?>> labels(Ops tf) {
    return Map.of("dice_index", Inputs.ints(tf, -1));
  }

  @Override
  public LossTerms loss(Weights w, Pairs pairs, Map<String, Operand<?>> labels, Dropout dropout) {
    return train(w, pairs, Inputs.ints(labels, "dice_index"), dropout).loss();
  }

  /**
   * A training step's insides.
   *
   * @param hardImages of each text, before the permutation: [B]
   * @param hardTexts of each image, before the permutation: [B]
   * @param hardCross the wrong pairs through stage 2
   * @param matchLogits right pairs first: [2B, 2]
   * @param matchLabels [2B]
   */
  public record Training(
      Operand<TInt32> hardImages,
      Operand<TInt32> hardTexts,
      HardPairs hardPairs,
      CrossModal hardCross,
      Operand<TFloat32> matchLogits,
      Operand<TInt32> matchLabels,
      LossTerms loss) {}

  /** Contrast of all texts with all images, and matching of the right and of hard wrong pairs. */
  public Training train(Weights w, Pairs pairs, Operand<TInt32> permutation, Dropout dropout) {
    var tf = w.tf();
    var vectors = embeddings(w, pairs);
    var similarities = Contrast.similarities(tf, vectors.texts(), vectors.images());
    var hardImages = Contrast.hardImages(tf, similarities);
    var hardTexts = Contrast.hardTexts(tf, similarities);
    var hard = HardPairs.of(tf, hardImages, hardTexts, permutation);
    var hardCross = encodeHard(w, pairs, hard, dropout);

    var pooled =
        tf.concat(List.of(pairs.cross().pooled(), hardCross.pooled()), tf.constant(0)); // [2B, H]
    var kept = dropout.apply(tf, "classifier", config.bert().hiddenDropout(), pooled);
    var logits = matchLogits(w, kept);
    var labels = matchLabels(tf, pairs, MATCH);
    Map<String, Operand<TFloat32>> terms = new LinkedHashMap<>();
    terms.put("retrieval_loss", Contrast.loss(tf, similarities, w.get("logit_scale")));
    terms.put("itm_loss", Losses.crossEntropy(tf, logits, labels));
    return new Training(
        hardImages, hardTexts, hard, hardCross, logits, labels, new LossTerms(terms));
  }

  private record Embeddings(Operand<TFloat32> texts, Operand<TFloat32> images) {}

  private Embeddings embeddings(Weights w, Pairs pairs) {
    var mvptr = new Mvptr(config);
    return new Embeddings(
        mvptr.embedText(w.at("bert"), pairs.text()), mvptr.embedImage(w.at("bert"), pairs.image()));
  }

  private CrossModal encodeHard(Weights w, Pairs pairs, HardPairs hard, Dropout dropout) {
    return encodeHard(config, w, pairs, hard, dropout);
  }

  /** Wrong pairs through stage 2, which runs a second time: its dropout's places say so. */
  static CrossModal encodeHard(
      MvptrConfig config, Weights w, Pairs pairs, HardPairs hard, Dropout dropout) {
    var tf = w.tf();
    return new Mvptr(config)
        .encodePair(
            w.at("bert"),
            hard.textsOf(tf, pairs.text()),
            hard.imagesOf(tf, pairs.seenImage()),
            tf.gather(pairs.cross().tokenIds(), hard.texts(), tf.constant(0)),
            (ops, site, rate, x) -> dropout.apply(ops, site + "#hard", rate, x));
  }

  /** Labels of B right pairs followed by B wrong ones: [2B]. */
  static Operand<TInt32> matchLabels(Ops tf, Pairs pairs, int match) {
    var size = tf.reshape(Layers.size(tf, pairs.text().states(), 0), tf.constant(new int[] {1}));
    return tf.concat(
        List.of(tf.fill(size, tf.constant(match)), tf.fill(size, tf.constant(1 - match))),
        tf.constant(0));
  }

  @Override
  public Map<String, HeadOutput> served(Weights w, CrossModal cross) {
    return Map.of("logits", new HeadOutput(Rows.PAIR, matchLogits(w, cross.pooled())));
  }

  /**
   * The probability of a match.
   *
   * @param logits [1, 2]
   */
  public static ImageTextMatchResult decode(FloatMatrix logits) {
    return new ImageTextMatchResult(Scored.softmax(logits.copyRow(0))[MATCH]);
  }
}
