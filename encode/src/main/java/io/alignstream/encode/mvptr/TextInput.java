package io.alignstream.encode.mvptr;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Texts in the graph: {@code [CLS] word-pieces phrases [SEP]}, then padding.
 *
 * @param tokenIds [B, La]
 * @param tokenTypeIds [B, La]
 * @param mask 1 keep, 0 pad: [B, La]
 */
public record TextInput(
    Operand<TInt32> tokenIds, Operand<TInt32> tokenTypeIds, Operand<TFloat32> mask) {}
