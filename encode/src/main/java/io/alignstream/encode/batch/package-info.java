/**
 * Micro-batches between the line and a model: outcomes in, one outcome out for each, in order.
 *
 * <p>A model is a function from batch to batch; this room gathers its inputs by size and time, and
 * contains a failure to the input that caused it.
 */
@NullMarked
package io.alignstream.encode.batch;

import org.jspecify.annotations.NullMarked;
