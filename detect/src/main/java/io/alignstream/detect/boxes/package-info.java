/**
 * Box arithmetic in plain Java: anchors, the box coder, overlaps, matching and NMS, as the VinVL
 * reference computes them in float32.
 *
 * <p>Boxes are a {@link io.alignstream.schemas.line.FloatMatrix} [R, 4] of {@code x1, y1, x2, y2}
 * in pixels, or [R, 4·C] with class {@code c} at columns {@code 4c … 4c + 3}. Widths are the legacy
 * {@code x2 - x1 + 1} everywhere but in torchvision's NMS. Letters: R rows, C classes, A anchors a
 * cell, G ground-truth boxes.
 */
@NullMarked
package io.alignstream.detect.boxes;

import org.jspecify.annotations.NullMarked;
