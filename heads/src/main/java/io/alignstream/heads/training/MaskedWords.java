package io.alignstream.heads.training;

import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.Objective;
import io.alignstream.heads.task.MlmTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tensorflow.op.Ops;

/**
 * Masked-language modelling: words of captions are hidden and found again with the image's help.
 * The reference ships this model for inference only; hiding is that of its pre-training. A text
 * that brings its own {@code [MASK]} and the word for it, the item's target, is asked for that.
 *
 * @param seed of what is hidden
 */
public record MaskedWords(MlmTask head, WordMask mask, long seed)
    implements TrainedTask<Optional<Integer>> {
  @Override
  public Objective objective() {
    return TaskObjective.independent(head, TaskObjective.labelled(MaskedPairs.WORDS));
  }

  @Override
  public Map<String, Feed> inputs(
      long batch, Share share, PairData.Chosen<Optional<Integer>> chosen, PairFormat format) {
    return pairs().feeds(pairs().of(chosen, format, batch * share.total() + share.first()), format);
  }

  /** None beside {@link #inputs}. */
  @Override
  public Map<String, Feed> labels(
      long batch, Share share, PairData.Chosen<Optional<Integer>> chosen) {
    return Map.of();
  }

  private MaskedPairs<Optional<Integer>> pairs() {
    return new MaskedPairs<>(mask, false, seed, asked -> asked);
  }

  @Override
  public List<GraphFunction> functions(Ops tf, Weights w) {
    return List.of(pairs().function(tf, w, head), MaskAnswers.function(tf, w, head));
  }

  /** The share of hidden words that are found: {@code masked_words}. */
  @Override
  public SortedMap<String, Double> evaluate(
      GraphSession functions, PairData<Optional<Integer>> data, int batchSize) {
    return new TreeMap<>(pairs().accuracies(functions, data, batchSize));
  }

  @Override
  public String bestMetric() {
    return "masked_words";
  }

  /** {@code id}, {@code image_id}, and the best words for every {@code [MASK]} of the text. */
  @Override
  public List<Map<String, Object>> predict(
      GraphSession functions, PairData<Optional<Integer>> data, int batchSize) {
    return MaskAnswers.of(functions, data, mask.vocabulary(), batchSize);
  }
}
