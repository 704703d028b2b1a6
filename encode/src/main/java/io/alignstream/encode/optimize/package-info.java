/**
 * How a step changes weights: gradients of a loss, clipped by their global norm, go through an
 * optimizer whose learning rate follows a schedule.
 *
 * <p>Everything that reaches the graph is an operand; what a step's number decides (learning rate,
 * bias correction) is plain Java and is fed. Which weights decay, move slower or stand still is
 * said by parts of their names in {@link io.alignstream.encode.optimize.WeightGroups}.
 */
@NullMarked
package io.alignstream.encode.optimize;

import org.jspecify.annotations.NullMarked;
