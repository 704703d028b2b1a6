package io.alignstream.encode.runtime;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What training does to activations: a function that layers are given, identity at inference. */
@FunctionalInterface
public interface Dropout {
  /** Leaves everything as it is. */
  Dropout NONE = (tf, site, rate, x) -> x;

  /**
   * Drops elements.
   *
   * @param site names the place in the model: the path of the layer, such as {@code
   *     bert.txt_encoder.layer.0.attention.output}; a place that runs twice in one step is for the
   *     caller to tell apart
   * @param rate share of elements that become 0; the rest is scaled up
   * @param x the batch is its first dimension, or the first factor of it: [B, …] or [B·L, …]
   */
  Operand<TFloat32> apply(Ops tf, String site, float rate, Operand<TFloat32> x);
}
