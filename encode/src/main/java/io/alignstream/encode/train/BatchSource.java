package io.alignstream.encode.train;

import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import java.util.Map;

/**
 * Where a step's rows come from. What it gives is decided by its arguments alone, so that any
 * process can compute any share, and a resumed training sees what the first one would have seen. It
 * is called by several threads ahead of the steps.
 */
@FunctionalInterface
public interface BatchSource {
  /**
   * Values for the objective's inputs.
   *
   * @param batch counted from 0 over the whole training
   * @param share which rows of that batch
   */
  Map<String, Feed> rows(long batch, Share share);
}
