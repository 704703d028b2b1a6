/** The detector on files of tensors, to compare with the reference. */
@NullMarked
package io.alignstream.detect.tensors;

import org.jspecify.annotations.NullMarked;
