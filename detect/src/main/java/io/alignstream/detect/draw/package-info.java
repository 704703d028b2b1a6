/** Pictures for people: an image with its regions drawn on it. */
@NullMarked
package io.alignstream.detect.draw;

import org.jspecify.annotations.NullMarked;
