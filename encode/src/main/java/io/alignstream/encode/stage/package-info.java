/** The {@code encode} stage of the line: parsed events in, encoded events out, in micro-batches. */
@NullMarked
package io.alignstream.encode.stage;

import org.jspecify.annotations.NullMarked;
