package io.alignstream.heads.training;

import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.Objective;
import io.alignstream.heads.task.MvptrTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.tensorflow.op.Ops;

/**
 * A task as it is trained, measured and used. A new head is one implementation: its parameters
 * ({@link #head}), its loss ({@link #objective}) with the labels it is fed, its metric and its
 * answers; {@link LabelledTask} is the example to copy.
 *
 * @param <T> what is right for an item
 */
public interface TrainedTask<T> {
  /** The network: encoders and head. */
  MvptrTask head();

  /** What is minimised; its inputs are the pair's tensors and {@link #labels}. */
  Objective objective();

  /**
   * Values of all inputs of the objective: the pairs' tensors and {@link #labels}. Tasks that
   * change the pairs, to hide words for instance, override it.
   *
   * @param batch counted from 0, from which whatever is random must be drawn
   * @param share the rows that are this process's
   */
  default Map<String, Feed> inputs(
      long batch, Share share, PairData.Chosen<T> chosen, PairFormat format) {
    var feeds = new LinkedHashMap<>(format.feeds(chosen.items(), chosen.images()));
    feeds.putAll(labels(batch, share, chosen));
    return feeds;
  }

  /**
   * Values of the objective's inputs beside the pair's tensors.
   *
   * @param batch counted from 0, from which whatever is random must be drawn
   * @param share the rows that are this process's
   */
  Map<String, Feed> labels(long batch, Share share, PairData.Chosen<T> chosen);

  /** What {@link #evaluate} and {@link #predict} run. */
  List<GraphFunction> functions(Ops tf, Weights w);

  /** The paper's metrics on data with labels, by name. */
  SortedMap<String, Double> evaluate(GraphSession functions, PairData<T> data, int batchSize);

  /** The metric that makes a checkpoint the best; higher is better. */
  String bestMetric();

  /**
   * Answers, one JSON object each, in the form of the task's public evaluation.
   *
   * @return in the items' order, fields in theirs
   */
  List<Map<String, Object>> predict(GraphSession functions, PairData<T> data, int batchSize);
}
