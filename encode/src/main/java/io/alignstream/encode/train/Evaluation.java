package io.alignstream.encode.train;

import io.alignstream.encode.runtime.GraphSession;
import java.util.Map;

/** Measures the model as it stands, on data that it does not learn from. */
@FunctionalInterface
public interface Evaluation {
  /** Measures nothing. */
  Evaluation NONE = functions -> Map.of();

  /**
   * Metrics by name.
   *
   * @param functions those that the session was opened with
   */
  Map<String, Double> metrics(GraphSession functions);
}
