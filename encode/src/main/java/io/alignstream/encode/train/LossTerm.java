package io.alignstream.encode.train;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * One term of a loss, as a sum and a count over this process's rows: {@code weight * Σ sum / Σ
 * count} over all processes is what is minimised, never a mean of means. A term that counts nothing
 * is 0.
 *
 * @param name as it is reported
 * @param sum a scalar
 * @param count a scalar without gradient
 */
public record LossTerm(
    String name, double weight, Operand<TFloat32> sum, Operand<TFloat32> count) {}
