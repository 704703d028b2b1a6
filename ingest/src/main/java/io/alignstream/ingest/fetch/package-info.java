/**
 * Gets an event's encoded image: from the event itself, from a file under a configured root, or
 * over HTTP where that is allowed. Nothing else is reachable from an event, whatever its URI says.
 */
@NullMarked
package io.alignstream.ingest.fetch;

import org.jspecify.annotations.NullMarked;
