package io.alignstream.encode.mvptr;

/** A text and an image for stage 2. */
public record PairStates(TextStates text, ImageStates image) {}
