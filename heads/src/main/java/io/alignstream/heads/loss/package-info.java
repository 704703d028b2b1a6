/**
 * Losses as graphs: differentiable functions of logits, similarities and states, each term by
 * itself.
 *
 * <p>Letters: B batch, C classes, L joint positions, P phrases of a text, H hidden.
 */
@NullMarked
package io.alignstream.heads.loss;

import org.jspecify.annotations.NullMarked;
