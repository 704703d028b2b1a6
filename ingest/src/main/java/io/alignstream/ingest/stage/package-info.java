/**
 * The ingest stage of the line: Kafka records in, decoded events out. It comes in two halves, since
 * {@code ingest} nodes check and fetch, and {@code inference} nodes decode.
 */
@NullMarked
package io.alignstream.ingest.stage;

import org.jspecify.annotations.NullMarked;
