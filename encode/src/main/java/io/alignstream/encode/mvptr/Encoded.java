package io.alignstream.encode.mvptr;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A sequence in the graph.
 *
 * @param states [B, L, H]
 * @param mask 1 keep, 0 pad: [B, L]
 */
public record Encoded(Operand<TFloat32> states, Operand<TFloat32> mask) {}
