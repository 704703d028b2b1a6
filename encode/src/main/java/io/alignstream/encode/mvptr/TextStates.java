package io.alignstream.encode.mvptr;

import io.alignstream.encode.text.TokenSequence;
import io.alignstream.schemas.line.FloatMatrix;

/**
 * A text after stage 1, without padding.
 *
 * @param tokens what was encoded: [La]
 * @param states [La, H]
 * @param embedding unit-length retrieval vector: [1, H]
 */
public record TextStates(TokenSequence tokens, FloatMatrix states, FloatMatrix embedding) {}
