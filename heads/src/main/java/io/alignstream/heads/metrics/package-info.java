/**
 * What each task is measured by, equal to the reference's evaluation: recall of retrieval with and
 * without re-ranking, VQA's soft accuracy, entailment's accuracy, and localisation at IoU 0.5.
 *
 * <p>A {@link io.alignstream.heads.metrics.Mean} adds up over batches and processes. Letters: I
 * images, T captions, K candidates, B batch, C classes, R regions.
 */
@NullMarked
package io.alignstream.heads.metrics;

import org.jspecify.annotations.NullMarked;
