package io.alignstream.schemas.line;

/** What {@code detect} gives: the event and its image's regions; the pixels end here. */
public record DetectedEvent(Event event, Regions regions) {}
