package io.alignstream.encode.mvptr;

import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/**
 * A batch of pairs in the graph, through both stages.
 *
 * @param tokenIds the texts: [B, La]
 * @param text stage 1: [B, La, H]
 * @param image stage 1: [B, Lb + R, H]
 * @param seenImage what stage 2 sees of the image: [B, R, H]
 * @param cross stage 2: [B, La + R, H]
 */
public record Pairs(
    Operand<TInt32> tokenIds, Encoded text, Encoded image, Encoded seenImage, CrossModal cross) {}
