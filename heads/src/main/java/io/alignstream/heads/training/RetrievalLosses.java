package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.Encoded;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.LossTerm;
import io.alignstream.encode.train.Objective;
import io.alignstream.heads.loss.Contrast;
import io.alignstream.heads.loss.HardPairs;
import io.alignstream.heads.loss.Losses;
import io.alignstream.heads.task.RetrievalTask;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Retrieval's losses with negatives from the whole batch, whichever process has them: vectors and
 * stage-1 states are gathered, each process contrasts its own rows with all, and sends its own hard
 * pairs through stage 2. Gradients flow back through the gathering.
 */
final class RetrievalLosses {
  private final RetrievalTask task;
  private final Ops tf;
  private final Weights w;
  private final Objective.Step step;

  RetrievalLosses(RetrievalTask task, Ops tf, Weights w, Objective.Step step) {
    this.task = task;
    this.tf = tf;
    this.w = w;
    this.step = step;
  }

  /** {@code retrieval_loss} and {@code itm_loss}. */
  List<LossTerm> terms(PairInputs inputs, Map<String, Operand<?>> labels) {
    var mvptr = new Mvptr(task.config());
    var pairs = mvptr.encode(w.at("bert"), inputs, step.dropout());
    var texts = mvptr.embedText(w.at("bert"), pairs.text()); // [b, H]
    var images = mvptr.embedImage(w.at("bert"), pairs.image()); // [b, H]
    var allTexts = gather(texts); // [B, H]
    var allImages = gather(images); // [B, H]

    var similarities = tf.stopGradient(Contrast.similarities(tf, allTexts, allImages)); // [B, B]
    var permutation = Objects.requireNonNull(labels.get("dice_index")).asOutput();
    var hard =
        own(
            HardPairs.of(
                tf,
                Contrast.hardImages(tf, similarities),
                Contrast.hardTexts(tf, similarities),
                permutation.expect(TInt32.class)));
    var ids = tf.dtypes.cast(pairs.cross().tokenIds(), TFloat32.class); // below 2^24: exact
    var allIds = tf.dtypes.cast(gather(ids), TInt32.class); // [B, La]
    var hardCross =
        mvptr.encodePair(
            w.at("bert"),
            hard.textsOf(tf, gather(pairs.text())),
            hard.imagesOf(tf, gather(pairs.seenImage())),
            tf.gather(allIds, hard.texts(), tf.constant(0)),
            again());
    return List.of(
        new LossTerm("retrieval_loss", 1, contrast(texts, images, allTexts, allImages), rows(1)),
        new LossTerm(
            "itm_loss",
            1,
            tf.math.add(
                matching(pairs.cross().pooled(), RetrievalTask.MATCH, step.dropout()),
                matching(hardCross.pooled(), 1 - RetrievalTask.MATCH, again())),
            rows(2)));
  }

  /** Stage 2 and the classifier run a second time: their dropout's places say so. */
  private Dropout again() {
    return (ops, site, rate, x) -> step.dropout().apply(ops, site + "#hard", rate, x);
  }

  /** Own texts with all images and own images with all texts, half each, summed over own rows. */
  private Operand<TFloat32> contrast(
      Operand<TFloat32> texts,
      Operand<TFloat32> images,
      Operand<TFloat32> allTexts,
      Operand<TFloat32> allImages) {
    var right = tf.math.add(Losses.count(tf, step.rows().count()), step.rows().first()); // [b]
    var both =
        tf.math.add(
            Losses.crossEntropy(tf, scaled(texts, allImages), right),
            Losses.crossEntropy(tf, scaled(images, allTexts), right));
    return tf.math.mul(both, tf.math.mul(rows(1), tf.constant(0.5f)));
  }

  private Operand<TFloat32> scaled(Operand<TFloat32> own, Operand<TFloat32> all) {
    var cosines = tf.linalg.matMul(own, all, MatMul.transposeB(true)); // [b, B]
    return tf.math.mul(cosines, tf.math.exp(w.get("logit_scale")));
  }

  /** Cross entropy of matching, all rows of one class, summed. */
  private Operand<TFloat32> matching(Operand<TFloat32> pooled, int label, Dropout dropout) {
    var kept = dropout.apply(tf, "classifier", task.config().bert().hiddenDropout(), pooled);
    var labels =
        tf.fill(tf.expandDims(step.rows().count(), tf.constant(0)), tf.constant(label)); // [b]
    return tf.math.mul(Losses.crossEntropy(tf, task.matchLogits(w, kept), labels), rows(1));
  }

  private HardPairs own(HardPairs all) {
    return new HardPairs(own(all.texts()), own(all.images()));
  }

  private Operand<TInt32> own(Operand<TInt32> all) {
    var zero = tf.constant(0);
    return tf.slice(
        all, tf.expandDims(step.rows().first(), zero), tf.expandDims(step.rows().count(), zero));
  }

  private Encoded gather(Encoded own) {
    return new Encoded(gather(own.states()), gather(own.mask()));
  }

  private Operand<TFloat32> gather(Operand<TFloat32> own) {
    return step.replicas().gather(tf, own, step.rows());
  }

  private Operand<TFloat32> rows(int times) {
    return tf.math.mul(
        tf.dtypes.cast(step.rows().count(), TFloat32.class), tf.constant((float) times));
  }
}
