package io.alignstream.heads.training;

import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.train.BatchSource;
import io.alignstream.encode.train.ShuffledExamples;
import java.util.Map;

/**
 * A task's data as batches for training.
 *
 * @param <T> what is right for an item
 */
public record TaskBatches<T>(TrainedTask<T> task, PairData<T> data, ShuffledExamples order)
    implements BatchSource {
  @Override
  public Map<String, Feed> rows(long batch, Share share) {
    return task.inputs(batch, share, data.choose(order.indices(batch, share)), data.format());
  }
}
