/** The {@code parse} stage of the line: detected events in, parsed events out. */
@NullMarked
package io.alignstream.parse.stage;

import org.jspecify.annotations.NullMarked;
