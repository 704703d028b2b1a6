/**
 * MVPTR's tasks: each is what it adds to the encoders' weights, its logits in the graph, its loss,
 * and the Avro result that its numbers mean.
 *
 * <p>Letters: B batch, La text positions, R regions, H hidden, C classes, M masks, W words.
 */
@NullMarked
package io.alignstream.heads.task;

import org.jspecify.annotations.NullMarked;
