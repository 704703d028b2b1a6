package io.alignstream.encode.train;

import io.alignstream.encode.replicas.Replicas;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/** What a training minimises: a model's losses as a part of a graph. */
@FunctionalInterface
public interface Objective {
  /** Builds inputs and losses over this process's rows. */
  Losses build(Ops tf, Weights weights, Step step);

  /**
   * What a step brings along.
   *
   * @param dropout for this process's rows, in this step
   * @param replicas who else has rows of the batch
   * @param rows where ours stand in it
   */
  record Step(Dropout dropout, Replicas replicas, Replicas.Rows rows) {}

  /**
   * What was built.
   *
   * @param inputs placeholders that a {@link BatchSource} feeds, by its names
   * @param terms at least one
   * @param measures averages that are reported and not minimised, accuracy for instance
   */
  record Losses(Map<String, Operand<?>> inputs, List<LossTerm> terms, List<LossTerm> measures) {
    /** Copies the collections. */
    public Losses {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
      terms = List.copyOf(terms);
      measures = List.copyOf(measures);
      if (terms.isEmpty()) {
        throw new IllegalArgumentException("an objective needs a term");
      }
    }
  }
}
