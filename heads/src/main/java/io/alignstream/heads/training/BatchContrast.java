package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.Encoded;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.LossTerm;
import io.alignstream.encode.train.Objective;
import io.alignstream.heads.loss.Contrast;
import io.alignstream.heads.loss.HardPairs;
import io.alignstream.heads.loss.Losses;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A batch of pairs whose negatives come from the whole batch, whichever process has them: vectors
 * and stage-1 states are gathered, each process contrasts its own rows with all, and sends its own
 * wrong pairs through stage 2. Gradients flow back through the gathering.
 */
final class BatchContrast {
  private final Ops tf;
  private final Weights w;
  private final Objective.Step step;
  private final Mvptr mvptr;
  private final Pairs pairs;
  private final Operand<TFloat32> texts; // [b, H]
  private final Operand<TFloat32> images; // [b, H]
  private final Operand<TFloat32> allTexts; // [B, H]
  private final Operand<TFloat32> allImages; // [B, H]

  BatchContrast(MvptrConfig config, Ops tf, Weights w, Objective.Step step, PairInputs inputs) {
    this.tf = tf;
    this.w = w;
    this.step = step;
    this.mvptr = new Mvptr(config);
    this.pairs = mvptr.encode(w.at("bert"), inputs, step.dropout());
    this.texts = mvptr.embedText(w.at("bert"), pairs.text());
    this.images = mvptr.embedImage(w.at("bert"), pairs.image());
    this.allTexts = gather(texts);
    this.allImages = gather(images);
  }

  /** Own pairs through both stages. */
  Pairs pairs() {
    return pairs;
  }

  /** Own texts with all images and own images with all texts, half each, summed over own rows. */
  LossTerm contrast(String name) {
    var right = tf.math.add(Losses.count(tf, step.rows().count()), step.rows().first()); // [b]
    var both =
        tf.math.add(
            Losses.crossEntropy(tf, scaled(texts, allImages), right),
            Losses.crossEntropy(tf, scaled(images, allTexts), right));
    var sum = tf.math.mul(both, tf.math.mul(rows(1), tf.constant(0.5f)));
    return new LossTerm(name, 1, sum, rows(1));
  }

  private Operand<TFloat32> scaled(Operand<TFloat32> own, Operand<TFloat32> all) {
    var cosines = tf.linalg.matMul(own, all, MatMul.transposeB(true)); // [b, B]
    return tf.math.mul(cosines, tf.math.exp(w.get("logit_scale")));
  }

  /**
   * This process's share of the wrong pairs; they name rows of the whole batch.
   *
   * @param labels those of {@link Negatives#inputs}
   */
  HardPairs wrongPairs(Negatives negatives, Map<String, Operand<?>> labels) {
    var similarities = tf.stopGradient(Contrast.similarities(tf, allTexts, allImages)); // [B, B]
    var scale = tf.stopGradient(tf.math.exp(w.get("logit_scale")));
    var all = negatives.pairs(tf, similarities, scale, labels);
    return new HardPairs(own(all.texts()), own(all.images()));
  }

  private Operand<TInt32> own(Operand<TInt32> all) {
    var zero = tf.constant(0);
    return tf.slice(
        all, tf.expandDims(step.rows().first(), zero), tf.expandDims(step.rows().count(), zero));
  }

  /** Wrong pairs through stage 2. */
  CrossModal encode(HardPairs wrong) {
    var ids = tf.dtypes.cast(pairs.cross().tokenIds(), TFloat32.class); // below 2^24: exact
    var allIds = tf.dtypes.cast(gather(ids), TInt32.class); // [B, La]
    return mvptr.encodePair(
        w.at("bert"),
        wrong.textsOf(tf, gather(pairs.text())),
        wrong.imagesOf(tf, gather(pairs.seenImage())),
        tf.gather(allIds, wrong.texts(), tf.constant(0)),
        again());
  }

  /** Stage 2 and the head run a second time: their dropout's places say so. */
  Dropout again() {
    return (ops, site, rate, x) -> step.dropout().apply(ops, site + "#hard", rate, x);
  }

  private Encoded gather(Encoded own) {
    return new Encoded(gather(own.states()), gather(own.mask()));
  }

  /** The rows of all processes. */
  Operand<TFloat32> gather(Operand<TFloat32> own) {
    return step.replicas().gather(tf, own, step.rows());
  }

  /** Small whole numbers of all processes' rows. */
  Operand<TInt32> gatherInts(Operand<TInt32> own) {
    return tf.dtypes.cast(gather(tf.dtypes.cast(own, TFloat32.class)), TInt32.class);
  }

  /** Own rows, so many times: []. */
  Operand<TFloat32> rows(int times) {
    return tf.math.mul(
        tf.dtypes.cast(step.rows().count(), TFloat32.class), tf.constant((float) times));
  }

  /**
   * Cross entropy of own rows that are all of one class, summed.
   *
   * @param logits [b, 2]
   */
  Operand<TFloat32> allOf(int label, Operand<TFloat32> logits) {
    var labels =
        tf.fill(tf.expandDims(step.rows().count(), tf.constant(0)), tf.constant(label)); // [b]
    return tf.math.mul(Losses.crossEntropy(tf, logits, labels), rows(1));
  }
}
