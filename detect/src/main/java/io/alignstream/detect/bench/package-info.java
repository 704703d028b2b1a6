/** How fast the detector is, beside what its convolutions take by themselves. */
@NullMarked
package io.alignstream.detect.bench;

import org.jspecify.annotations.NullMarked;
