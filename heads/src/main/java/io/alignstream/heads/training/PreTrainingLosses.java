package io.alignstream.heads.training;

import static io.alignstream.encode.runtime.Layers.linear;

import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.LossTerm;
import io.alignstream.encode.train.Objective;
import io.alignstream.heads.loss.HardPairs;
import io.alignstream.heads.loss.Losses;
import io.alignstream.heads.loss.PhraseAlignment;
import io.alignstream.heads.loss.PhraseAlignment.Stretch;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.task.PreTrainingTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Pre-training's losses over the batch of all processes: what {@link PreTrainingTask#train} is for
 * one process, with wrong pairs and wrong regions from anywhere in the batch.
 *
 * @param chosen names of the terms that count
 */
record PreTrainingLosses(PreTrainingTask task, Negatives negatives, List<String> chosen) {
  static final int MATCH = 0;

  /** The objective. */
  Objective.Losses build(Ops tf, Weights w, Objective.Step step) {
    var inputs = PairInputs.placeholders(tf, task.config());
    var labels = new LinkedHashMap<>(task.labels(tf));
    labels.putAll(negatives.inputs(tf));
    var all = new LinkedHashMap<>(inputs.inputs());
    all.putAll(labels);
    return new Objective.Losses(all, new Built(tf, w, step, inputs, labels).terms(), List.of());
  }

  private final class Built {
    private final Ops tf;
    private final Weights w;
    private final Objective.Step step;
    private final Map<String, Operand<?>> labels;
    private final BatchContrast batch;

    Built(
        Ops tf, Weights w, Objective.Step step, PairInputs inputs, Map<String, Operand<?>> labels) {
      this.tf = tf;
      this.w = w;
      this.step = step;
      this.labels = labels;
      this.batch = new BatchContrast(task.config(), tf, w, step, inputs);
    }

    List<LossTerm> terms() {
      var cross = batch.pairs().cross();
      var terms = new ArrayList<LossTerm>();
      if (chosen.contains("vis_mlm")) {
        terms.add(masked("vis_mlm", "half_mlm", batch.pairs().image().states(), MaskedPairs.TAGS));
      }
      if (chosen.contains("retrieval")) {
        terms.add(batch.contrast("retrieval"));
      }
      if (chosen.contains("mlm")) {
        terms.add(masked("mlm", "cls.predictions", cross.sequence(), MaskedPairs.WORDS));
      }
      boolean aligned = chosen.contains("wra");
      var alignment = aligned ? task.alignment() : PreTrainingTask.Alignment.NONE;
      if (chosen.contains("itm") || alignment == PreTrainingTask.Alignment.HARD) {
        var wrong = batch.wrongPairs(negatives, labels);
        var wrongCross = batch.encode(wrong);
        if (chosen.contains("itm")) {
          terms.add(matching(cross, wrongCross));
        }
        if (alignment == PreTrainingTask.Alignment.HARD) {
          terms.add(againstWrongPairs(cross, wrongCross, wrong));
        }
      }
      if (alignment == PreTrainingTask.Alignment.SAMPLE) {
        terms.add(againstOtherImages(cross));
      }
      return terms;
    }

    private LossTerm masked(String name, String head, Operand<TFloat32> states, String label) {
      var wanted = ints(label);
      var flat = tf.reshape(wanted, tf.constant(new int[] {-1}));
      var count = tf.sum(Losses.atLeast(tf, flat, 0), tf.constant(0));
      var mean = new MlmTask(task.config()).maskedLoss(w, head, states, wanted);
      return new LossTerm(name, 1, tf.math.mul(mean, count), count);
    }

    private LossTerm matching(CrossModal right, CrossModal wrong) {
      var head = w.at("cls.seq_relationship");
      var sum =
          tf.math.add(
              batch.allOf(MATCH, linear(head, right.pooled())),
              batch.allOf(1 - MATCH, linear(head, wrong.pooled())));
      return new LossTerm("itm", 1, sum, batch.rows(2));
    }

    /** The negative side is another sample's regions, each as its own pair left them. */
    private LossTerm againstOtherImages(CrossModal cross) {
      var states = cross.layer(task.layer()); // [b, L, H]
      var others = ints("neg_image"); // [b], rows of the whole batch
      var wrong =
          new Stretch(
              batch.gather(states),
              others,
              tf.gather(batch.gatherInts(ints("img_index")), others, tf.constant(0)));
      var own = new Stretch(states, ownRows(), ints("phrase_index"));
      var negative = PhraseAlignment.similarity(tf, own, wrong, ints("neg_pick"));
      return aligned(states, negative, PhraseAlignment.hasPhrases(tf, ints("phrase_index")));
    }

    /** The negative side is wrong pair j's, whatever its text: so the reference has it. */
    private LossTerm againstWrongPairs(CrossModal cross, CrossModal wrongCross, HardPairs wrong) {
      var states = wrongCross.layer(task.layer());
      var zero = tf.constant(0);
      var phrases = tf.gather(batch.gatherInts(ints("phrase_index")), wrong.texts(), zero);
      var regions = tf.gather(batch.gatherInts(ints("img_index")), wrong.images(), zero);
      var negative =
          PhraseAlignment.similarity(
              tf,
              new Stretch(states, ownRows(), phrases),
              new Stretch(states, ownRows(), regions),
              ints("neg_pick"));
      var usable =
          tf.math.mul(
              PhraseAlignment.hasPhrases(tf, ints("phrase_index")),
              PhraseAlignment.hasPhrases(tf, phrases));
      return aligned(cross.layer(task.layer()), negative, usable);
    }

    private LossTerm aligned(
        Operand<TFloat32> states, Operand<TFloat32> negative, Operand<TFloat32> usable) {
      var positive =
          PhraseAlignment.similarity(
              tf,
              new Stretch(states, ownRows(), ints("phrase_index")),
              new Stretch(states, ownRows(), ints("img_index")),
              ints("pos_pick"));
      var count = tf.sum(usable, tf.constant(0));
      var mean = PhraseAlignment.loss(tf, positive, negative, usable);
      return new LossTerm("wra", 1, tf.math.mul(mean, count), count);
    }

    private Operand<TInt32> ownRows() {
      return Losses.count(tf, step.rows().count());
    }

    private Operand<TInt32> ints(String name) {
      return Objects.requireNonNull(labels.get(name), name).asOutput().expect(TInt32.class);
    }
  }
}
