package io.alignstream.heads.index;

/**
 * An image that was found.
 *
 * @param image what is known of it
 * @param score dot product of its vector and the query, the cosine for unit vectors
 */
public record ImageHit(IndexedImage image, float score) {}
