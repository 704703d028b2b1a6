package io.alignstream.heads.index;

/**
 * A caption that was found.
 *
 * @param image the image that it describes
 * @param number which of the image's captions, from 0
 * @param score dot product of its vector and the query, the cosine for unit vectors
 */
public record CaptionHit(IndexedImage image, int number, float score) {
  /** The caption's words. */
  public String caption() {
    return image.captions().get(number);
  }
}
