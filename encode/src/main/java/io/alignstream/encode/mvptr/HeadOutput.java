package io.alignstream.encode.mvptr;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * An output of a head over a batch of pairs, and how it divides into pairs.
 *
 * @param rows what its rows belong to
 */
public record HeadOutput(Rows rows, Operand<TFloat32> values) {
  /** What rows belong to. */
  public enum Rows {
    /** One row a pair: [B, C] becomes [1, C]. */
    PAIR,
    /** One row a position of the joint sequence: [B, L, H] becomes [La + R, H]. */
    POSITION,
    /** One number a position: [B, L] becomes that of the regions, [1, R]. */
    REGION,
    /** One row a {@code [MASK]}, pair by pair: [M, W] becomes [m, W]. */
    MASK
  }
}
