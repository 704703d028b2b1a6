/**
 * MVPTR checkpoints in the line: which directory answers which task, models that are loaded, warmed
 * up and replaced while events flow, and the line's {@code Encoder} and {@code Heads} over them.
 */
@NullMarked
package io.alignstream.heads.serving;

import org.jspecify.annotations.NullMarked;
