/**
 * VinVL's detector in TensorFlow: Faster R-CNN (Ren et al. 2015) on ResNeXt-152 C4 with an
 * attribute head (Zhang et al. 2021), and a small sibling on a plain trunk.
 *
 * <p>Pixels in, per image its detections out. One graph run makes the feature map and the RPN's
 * numbers; proposals are chosen in Java; further runs make box features, classes and attributes of
 * some regions at a time, which bounds memory. Feature maps are [N, height, width, channels].
 *
 * <p>Letters: N images, H and W pixels, h and w cells of the feature map, C its channels, A anchors
 * a cell, K regions of a run, P bins of RoIAlign, F box-feature size, L classes, T attributes.
 */
@NullMarked
package io.alignstream.detect.model;

import org.jspecify.annotations.NullMarked;
