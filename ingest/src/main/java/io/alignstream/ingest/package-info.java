/**
 * The front of the line and its settings: {@code check → fetch → decode}, Kafka at both ends, and
 * producers that turn data sets into events.
 */
@NullMarked
package io.alignstream.ingest;

import org.jspecify.annotations.NullMarked;
