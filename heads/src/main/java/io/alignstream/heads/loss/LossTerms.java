package io.alignstream.heads.loss;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A task's loss, term by term; the whole is their plain sum.
 *
 * @param terms by name: [] each
 */
public record LossTerms(Map<String, Operand<TFloat32>> terms) {
  /** Copies the terms; there is at least one. */
  public LossTerms {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("a loss without terms");
    }
  }

  /** A loss of one term. */
  public static LossTerms of(String name, Operand<TFloat32> term) {
    return new LossTerms(Map.of(name, term));
  }

  /** Their sum: []. */
  public Operand<TFloat32> total(Ops tf) {
    return terms.values().stream().reduce((a, b) -> tf.math.add(a, b)).orElseThrow();
  }
}
