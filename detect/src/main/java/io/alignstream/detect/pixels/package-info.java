/**
 * Decoded images to the network's input: the size rule, Pillow's antialiased bilinear resize bit
 * for bit, blue-green-red order, mean subtracted, padded to a batch.
 *
 * <p>Letters: N images, H and W the padded height and width.
 */
@NullMarked
package io.alignstream.detect.pixels;

import org.jspecify.annotations.NullMarked;
