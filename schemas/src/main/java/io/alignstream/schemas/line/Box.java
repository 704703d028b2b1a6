package io.alignstream.schemas.line;

/** Absolute pixels of the image as seen: left, top, right, bottom. */
public record Box(float x1, float y1, float x2, float y2) {}
