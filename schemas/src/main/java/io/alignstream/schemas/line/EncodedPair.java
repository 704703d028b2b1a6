package io.alignstream.schemas.line;

/**
 * An image and a text through both encoders.
 *
 * @param sequence cross-modal states, text positions first: [L + R, H]
 * @param pooled pooled first state: [1, H]
 * @param text states of the text encoder: [L, H]
 * @param visual states of the visual encoder, tags first: [T + R, H]
 */
public record EncodedPair(
    FloatMatrix sequence, FloatMatrix pooled, FloatMatrix text, FloatMatrix visual) {}
