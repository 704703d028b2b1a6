package io.alignstream.encode.text;

import io.alignstream.schemas.line.FloatMatrix;

/**
 * One pair of text and image as the model reads it, without padding.
 *
 * @param text {@code [CLS] words phrases [SEP]}, of type 0 (VQA may add tags of type 1): [La]
 * @param tags {@code [CLS] tags [SEP]}, of type 1: [Lb]
 * @param regionFeatures [R, F]
 */
public record Example(TokenSequence text, TokenSequence tags, FloatMatrix regionFeatures) {}
