/**
 * The training engine. It knows no model: an {@link io.alignstream.encode.train.Objective} builds
 * losses over bound weights, a {@link io.alignstream.encode.train.BatchSource} gives the rows of
 * each step, and a {@link io.alignstream.encode.train.Trainer} runs steps, evaluations and
 * checkpoints.
 *
 * <p>What a step computes is decided by (seed, step) alone: its rows ({@link
 * io.alignstream.encode.train.ShuffledExamples}), its dropout ({@link
 * io.alignstream.encode.train.StepDropout}) and whatever a source draws. So a training ends the
 * same whether one process or several computed it, and whether it was stopped in between.
 *
 * <p>Letters: B rows of the whole batch, b rows of one process.
 */
@NullMarked
package io.alignstream.encode.train;

import org.jspecify.annotations.NullMarked;
