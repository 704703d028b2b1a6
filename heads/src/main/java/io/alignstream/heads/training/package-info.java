/**
 * MVPTR's tasks in training: losses over the batch of all processes, batches from data, metrics
 * during training, and the answers that a task's public evaluation takes.
 *
 * <p>Letters: B rows of the whole batch, b rows of this process, La text positions, R regions, H
 * hidden.
 */
@NullMarked
package io.alignstream.heads.training;

import org.jspecify.annotations.NullMarked;
