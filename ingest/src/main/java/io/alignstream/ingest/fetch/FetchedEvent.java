package io.alignstream.ingest.fetch;

import io.alignstream.schemas.line.Event;

/** A valid event with its encoded image: what travels to an inference node. */
public record FetchedEvent(Event event, Original original) {}
