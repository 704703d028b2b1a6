package io.alignstream.encode.mvptr;

import io.alignstream.encode.text.TokenSequence;
import io.alignstream.schemas.line.FloatMatrix;

/**
 * An image for stage 1.
 *
 * @param tags {@code [CLS] tags [SEP]}: [Lb]
 * @param regionFeatures [R, F]
 */
public record ImageInput(TokenSequence tags, FloatMatrix regionFeatures) {
  int length() {
    return tags.length() + regionFeatures.rows();
  }
}
