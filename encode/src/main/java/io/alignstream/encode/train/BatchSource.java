package io.alignstream.encode.train;

import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphSession;
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

  /**
   * Adds what depends on the weights as they stand, just before the step, on its thread: a
   * detector's proposals, for instance. Without such inputs the rows stay as they are.
   *
   * @param rows what was given for the batch
   * @param functions those that the session was opened with
   */
  default Map<String, Feed> complete(long batch, Map<String, Feed> rows, GraphSession functions) {
    return rows;
  }
}
