/**
 * Detections kept on disk by what was in the image: this stage costs more than all others together,
 * and streams bring the same images again.
 */
@NullMarked
package io.alignstream.detect.cache;

import org.jspecify.annotations.NullMarked;
