package io.alignstream.schemas.line;

/** What {@code ingest} gives: a valid event and its decoded image. */
public record DecodedEvent(Event event, Sight sight) {}
