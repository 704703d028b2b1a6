package io.alignstream.heads.task;

import static io.alignstream.encode.runtime.Layers.linear;

import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.HeadOutput;
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
import io.alignstream.heads.loss.PhraseAlignment;
import io.alignstream.heads.loss.PhraseAlignment.Stretch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Pre-training (the reference's {@code BiBertImgForPreTraining} and {@code …QA}): masked words of
 * both streams, contrast, matching, questions, and phrase alignment. All random choices are inputs.
 * In {@code seq_relationship} 0 is a match, the opposite of retrieval's.
 *
 * @param negatives where wrong pairs come from
 * @param alignment whether and how phrases are aligned
 * @param layer cross-modal layer whose states are aligned, from 0
 * @param questions whether {@code qa_ans} is given
 */
public record PreTrainingTask(
    MvptrConfig config, Negatives negatives, Alignment alignment, int layer, boolean questions)
    implements TrainableTask {
  private static final int MATCH = 0;

  /** The reference's {@code hn_mod}. */
  public enum Negatives {
    /** The most similar wrong text or image. */
    HARD,
    /** Drawn by similarity; {@code multinomial_hard_…_index} give the draws. */
    SAMPLE
  }

  /** The reference's {@code phrase_mod}. */
  public enum Alignment {
    /** There are no phrase positions, and no {@code wra}. */
    NONE,
    /** Against the regions of another sample, {@code neg_image}. */
    SAMPLE,
    /**
     * Against hard pairs: the positive side is sample j's, the negative side hard pair j's, which
     * is in general another text. So the reference has it.
     */
    HARD
  }

  /** Questions need answers. */
  public PreTrainingTask {
    if (questions && config.qaAnswerSize() < 1) {
      throw new ModelException("config.json: qa_answer_size is missing");
    }
  }

  @Override
  public void declareHead(Parameters.Builder root) {
    new MlmTask(config).declareHead(root);
    if (config.qaAnswerSize() > 0) {
      root.linear("qa_head", config.bert().hiddenSize(), config.qaAnswerSize());
    }
  }

  @Override
  public Map<String, Operand<?>> outputs(Weights w, CrossModal cross) {
    return new MlmTask(config).outputs(w, cross);
  }

  /** Scores of the answers: [B, C]. */
  public Operand<TFloat32> answers(Weights w, Pairs pairs) {
    return linear(w.at("qa_head"), pairs.cross().pooled());
  }

  /**
   * The reference's names: masked words {@code masked_lm_labels_a} [B, La] and {@code _b} [B, Lb +
   * R], {@code dice_index} [B], and, where used, {@code multinomial_hard_img_index}, {@code
   * multinomial_hard_txt_index} [B], {@code qa_ans} [B], {@code phrase_index}, {@code img_index}
   * [B, 2], {@code pos_pick}, {@code neg_pick} [B, P], {@code neg_image} [B].
   */
  @Override
  public Map<String, Operand<?>> labels(Ops tf) {
    Map<String, Operand<?>> labels = new LinkedHashMap<>();
    labels.put("masked_lm_labels_a", Inputs.ints(tf, -1, -1));
    labels.put("masked_lm_labels_b", Inputs.ints(tf, -1, -1));
    labels.put("dice_index", Inputs.ints(tf, -1));
    if (negatives == Negatives.SAMPLE) {
      labels.put("multinomial_hard_img_index", Inputs.ints(tf, -1));
      labels.put("multinomial_hard_txt_index", Inputs.ints(tf, -1));
    }
    if (questions) {
      labels.put("qa_ans", Inputs.ints(tf, -1));
    }
    if (alignment != Alignment.NONE) {
      labels.put("phrase_index", Inputs.ints(tf, -1, 2));
      labels.put("img_index", Inputs.ints(tf, -1, 2));
      labels.put("pos_pick", Inputs.ints(tf, -1, -1));
      labels.put("neg_pick", Inputs.ints(tf, -1, -1));
    }
    if (alignment == Alignment.SAMPLE) {
      labels.put("neg_image", Inputs.ints(tf, -1));
    }
    return labels;
  }

  @Override
  public LossTerms loss(Weights w, Pairs pairs, Map<String, Operand<?>> labels, Dropout dropout) {
    return train(w, pairs, labels, dropout).loss();
  }

  /**
   * A training step's insides.
   *
   * @param matchLogits right pairs first: [2B, 2]
   */
  public record Training(
      HardPairs hardPairs,
      CrossModal hardCross,
      Operand<TFloat32> matchLogits,
      Aligned aligned,
      LossTerms loss) {}

  /**
   * Both sides of the phrase alignment.
   *
   * @param positive [B]
   * @param negative [B]
   * @param usable 0 or 1: [B]
   */
  public record Aligned(
      Operand<TFloat32> positive, Operand<TFloat32> negative, Operand<TFloat32> usable) {}

  /** The whole step. */
  public Training train(Weights w, Pairs pairs, Map<String, Operand<?>> labels, Dropout dropout) {
    var tf = w.tf();
    var mlm = new MlmTask(config);
    var mvptr = new Mvptr(config);
    var similarities =
        Contrast.similarities(
            tf,
            mvptr.embedText(w.at("bert"), pairs.text()),
            mvptr.embedImage(w.at("bert"), pairs.image()));
    var hard = hardPairs(tf, similarities, labels);
    var hardCross = RetrievalTask.encodeHard(config, w, pairs, hard, dropout);
    var pooled = tf.concat(List.of(pairs.cross().pooled(), hardCross.pooled()), tf.constant(0));
    var matchLogits = linear(w.at("cls.seq_relationship"), pooled); // [2B, 2]

    Map<String, Operand<TFloat32>> terms = new LinkedHashMap<>();
    terms.put(
        "vis_mlm",
        mlm.maskedLoss(
            w, "half_mlm", pairs.image().states(), Inputs.ints(labels, "masked_lm_labels_b")));
    terms.put("retrieval", Contrast.loss(tf, similarities, w.get("logit_scale")));
    terms.put(
        "mlm",
        mlm.maskedLoss(
            w,
            "cls.predictions",
            pairs.cross().sequence(),
            Inputs.ints(labels, "masked_lm_labels_a")));
    terms.put(
        "itm", Losses.crossEntropy(tf, matchLogits, RetrievalTask.matchLabels(tf, pairs, MATCH)));
    if (questions) {
      terms.put("qa", Losses.crossEntropy(tf, answers(w, pairs), Inputs.ints(labels, "qa_ans")));
    }
    var aligned = align(tf, pairs, hard, hardCross, labels);
    if (alignment != Alignment.NONE) {
      terms.put(
          "wra",
          PhraseAlignment.loss(tf, aligned.positive(), aligned.negative(), aligned.usable()));
    }
    return new Training(hard, hardCross, matchLogits, aligned, new LossTerms(terms));
  }

  private HardPairs hardPairs(
      Ops tf, Operand<TFloat32> similarities, Map<String, Operand<?>> labels) {
    var permutation = Inputs.ints(labels, "dice_index");
    return switch (negatives) {
      case HARD ->
          HardPairs.of(
              tf,
              Contrast.hardImages(tf, similarities),
              Contrast.hardTexts(tf, similarities),
              permutation);
      case SAMPLE ->
          HardPairs.of(
              tf,
              Inputs.ints(labels, "multinomial_hard_img_index"),
              Inputs.ints(labels, "multinomial_hard_txt_index"),
              permutation);
    };
  }

  private Aligned align(
      Ops tf, Pairs pairs, HardPairs hard, CrossModal hardCross, Map<String, Operand<?>> labels) {
    var samples = Losses.count(tf, Layers.size(tf, pairs.text().states(), 0)); // [B]
    if (alignment == Alignment.NONE) {
      var nothing = tf.fill(tf.shape(samples), tf.constant(0f));
      return new Aligned(nothing, nothing, nothing);
    }
    var phrases = Inputs.ints(labels, "phrase_index");
    var regions = Inputs.ints(labels, "img_index");
    var states = pairs.cross().layer(layer);
    var own = new Stretch(states, samples, phrases);
    var negativePicks = Inputs.ints(labels, "neg_pick");
    var positive =
        PhraseAlignment.similarity(
            tf, own, new Stretch(states, samples, regions), Inputs.ints(labels, "pos_pick"));
    var hasPhrases = PhraseAlignment.hasPhrases(tf, phrases);
    if (alignment == Alignment.SAMPLE) {
      var others = Inputs.ints(labels, "neg_image"); // [B]
      var wrong = new Stretch(states, others, tf.gather(regions, others, tf.constant(0)));
      var negative = PhraseAlignment.similarity(tf, own, wrong, negativePicks);
      return new Aligned(positive, negative, hasPhrases);
    }
    var hardStates = hardCross.layer(layer);
    var hardPhrases = tf.gather(phrases, hard.texts(), tf.constant(0));
    var hardRegions = tf.gather(regions, hard.images(), tf.constant(0));
    var negative =
        PhraseAlignment.similarity(
            tf,
            new Stretch(hardStates, samples, hardPhrases),
            new Stretch(hardStates, samples, hardRegions),
            negativePicks);
    var usable = tf.math.mul(hasPhrases, PhraseAlignment.hasPhrases(tf, hardPhrases));
    return new Aligned(positive, negative, usable);
  }

  @Override
  public Map<String, HeadOutput> served(Weights w, CrossModal cross) {
    return new MlmTask(config).served(w, cross);
  }
}
