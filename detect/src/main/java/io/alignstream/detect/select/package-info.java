/**
 * From the network's numbers to detections, in plain Java: proposals of the RPN, detections of the
 * box head under the reference's three filters, attributes of detections.
 *
 * <p>Letters: A anchors of all cells, R proposals of one image, C classes (0 is the background), D
 * detections, T attributes (0 is none).
 */
@NullMarked
package io.alignstream.detect.select;

import org.jspecify.annotations.NullMarked;
