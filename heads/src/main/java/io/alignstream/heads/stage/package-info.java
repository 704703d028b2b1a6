/** The {@code heads} stage of the line: encoded events in, the records that leave it out. */
@NullMarked
package io.alignstream.heads.stage;

import org.jspecify.annotations.NullMarked;
