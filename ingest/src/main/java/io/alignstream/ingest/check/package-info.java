/**
 * Is this record an event that can be worked on? Kafka records in, outcomes of checked events out;
 * every limit is configured.
 */
@NullMarked
package io.alignstream.ingest.check;

import org.jspecify.annotations.NullMarked;
