/**
 * Training of a detector: targets and samples in Java, losses in the graph, as the reference has
 * them ({@code rpn/loss.py}, {@code box_head/loss.py}, {@code attribute_head/loss.py}).
 *
 * <p>Letters: N images of a step, M anchors of an image, G ground-truth boxes, K regions sampled an
 * image, S sampled anchors, Q positive regions, L classes, T attributes.
 */
@NullMarked
package io.alignstream.detect.train;

import org.jspecify.annotations.NullMarked;
