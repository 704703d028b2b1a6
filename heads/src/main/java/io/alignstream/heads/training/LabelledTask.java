package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.LossTerm;
import io.alignstream.encode.train.Objective;
import io.alignstream.heads.data.LabelVocabulary;
import io.alignstream.heads.data.ScoredLabel;
import io.alignstream.heads.metrics.Accuracy;
import io.alignstream.heads.metrics.Mean;
import io.alignstream.heads.task.EntailmentTask;
import io.alignstream.heads.task.MvptrTask;
import io.alignstream.heads.task.VqaTask;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Tasks whose answers are classes with names: VQA, visual entailment, and any classification of
 * one's own.
 *
 * @param head its classes are those of {@code labels}
 * @param logits of the head, in training
 * @param form of the answers
 */
public record LabelledTask(
    MvptrTask head, Logits logits, LabelVocabulary labels, LabelLoss loss, Form form)
    implements TrainedTask<List<ScoredLabel>> {

  /** A head's scores of the classes. */
  @FunctionalInterface
  public interface Logits {
    /** [b, C]. */
    Operand<TFloat32> of(Weights w, CrossModal cross, Dropout dropout);
  }

  /** How answers are written, and what the metric is called. */
  public enum Form {
    /** {@code question_id}, {@code answer}: VQA's evaluation server. */
    VQA,
    /** {@code id}, {@code label}, and the label's {@code score}. */
    CLASSIFICATION
  }

  /** The classes are the head's. */
  public LabelledTask {
    if (labels.size() != head.config().numLabels()) {
      throw new IllegalArgumentException(
          "%d labels, but num_labels is %d".formatted(labels.size(), head.config().numLabels()));
    }
  }

  /** VQA with a prediction head like the masked-language one ({@code --use_pretrain}). */
  public static LabelledTask vqa(MvptrConfig config, LabelVocabulary answers, LabelLoss loss) {
    var head = new VqaTask(config);
    return new LabelledTask(head, head::logits, answers, loss, Form.VQA);
  }

  /** A classifier on the pooled pair. */
  public static LabelledTask classifier(
      MvptrConfig config, LabelVocabulary labels, LabelLoss loss, Form form) {
    var head = new EntailmentTask(config);
    return new LabelledTask(head, head::logits, labels, loss, form);
  }

  @Override
  public Objective objective() {
    return (tf, w, step) -> {
      var config = head.config();
      var inputs = PairInputs.placeholders(tf, config);
      var wanted =
          tf.placeholder(
              TFloat32.class, Placeholder.shape(Shape.of(-1, config.numLabels()))); // [b, C]
      var pairs = new Mvptr(config).encode(w.at("bert"), inputs, step.dropout());
      var scores = logits.of(w, pairs.cross(), step.dropout());
      var rows = tf.dtypes.cast(step.rows().count(), TFloat32.class);
      var all = new LinkedHashMap<>(inputs.inputs());
      all.put("labels", wanted);
      var term =
          new LossTerm(
              loss.name().toLowerCase(Locale.ROOT),
              1,
              loss.sum(tf, scores, wanted),
              loss.count(tf, wanted, rows));
      return new Objective.Losses(all, List.of(term), List.of());
    };
  }

  @Override
  public Map<String, Feed> labels(
      long batch, Share share, PairData.Chosen<List<ScoredLabel>> chosen) {
    return Map.of("labels", PairScores.feed(dense(chosen)));
  }

  private FloatMatrix dense(PairData.Chosen<List<ScoredLabel>> chosen) {
    int classes = labels.size();
    var values = new float[chosen.items().size() * classes];
    for (int i = 0; i < chosen.items().size(); i++) {
      var row = ScoredLabel.dense(chosen.items().get(i).target(), classes);
      System.arraycopy(row, 0, values, i * classes, classes);
    }
    return FloatMatrix.wrap(chosen.items().size(), classes, values);
  }

  @Override
  public List<GraphFunction> functions(Ops tf, Weights w) {
    return List.of(PairScores.function(tf, w, head, "logits"));
  }

  /** The soft label of the chosen class, averaged: VQA's score; accuracy where labels are hard. */
  @Override
  public SortedMap<String, Double> evaluate(
      GraphSession functions, PairData<List<ScoredLabel>> data, int batchSize) {
    var mean = new Mean[] {Mean.NONE};
    PairScores.each(
        functions,
        data,
        batchSize,
        (chosen, scores) -> mean[0] = mean[0].plus(Accuracy.soft(scores, dense(chosen))));
    return new TreeMap<>(Map.of(bestMetric(), mean[0].value()));
  }

  @Override
  public String bestMetric() {
    return form == Form.VQA ? "score" : "accuracy";
  }

  @Override
  public List<Map<String, Object>> predict(
      GraphSession functions, PairData<List<ScoredLabel>> data, int batchSize) {
    return PairScores.answers(functions, data, batchSize, this::answer);
  }

  private Map<String, Object> answer(
      PairData.Chosen<List<ScoredLabel>> chosen, FloatMatrix scores, int row) {
    var id = chosen.items().get(row).id();
    int best = PairScores.argmax(scores, row);
    var answer = new LinkedHashMap<String, Object>();
    if (form == Form.VQA) {
      answer.put("question_id", id.matches("\\d{1,18}") ? (Object) Long.parseLong(id) : id);
      answer.put("answer", labels.name(best));
      return answer;
    }
    answer.put("id", id);
    answer.put("label", labels.name(best));
    answer.put("score", probability(scores, row, best));
    return answer;
  }

  /** Softmax, or the sigmoid where classes do not exclude each other. */
  private double probability(FloatMatrix scores, int row, int best) {
    if (loss == LabelLoss.BCE) {
      return 1 / (1 + Math.exp(-scores.get(row, best)));
    }
    double sum = 0;
    for (int c = 0; c < scores.columns(); c++) {
      sum += Math.exp((double) scores.get(row, c) - scores.get(row, best));
    }
    return 1 / sum;
  }
}
