/**
 * Models run on files of tensors, so that anyone can compare with Python: inputs under the
 * reference's names in, outputs under its names out.
 */
@NullMarked
package io.alignstream.heads.tensors;

import org.jspecify.annotations.NullMarked;
