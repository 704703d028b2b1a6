package io.alignstream.encode.mvptr;

import io.alignstream.schemas.line.FloatMatrix;

/**
 * An image after stage 1, without padding: computed once, used with any number of texts.
 *
 * @param tagLength Lb
 * @param states tags first, then regions: [Lb + R, H]
 * @param embedding unit-length retrieval vector: [1, H]
 */
public record ImageStates(int tagLength, FloatMatrix states, FloatMatrix embedding) {
  /** From which row on stage 2 sees it: regions only, or with {@code useTags} all but [CLS]. */
  int seenFrom(boolean useTags) {
    return useTags ? Math.min(1, states.rows()) : tagLength;
  }
}
