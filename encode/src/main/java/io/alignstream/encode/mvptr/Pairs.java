package io.alignstream.encode.mvptr;

/**
 * A batch of pairs in the graph, through both stages.
 *
 * @param text stage 1: [B, La, H]
 * @param image stage 1: [B, Lb + R, H]
 * @param seenImage what stage 2 sees of the image: [B, R, H]
 * @param cross stage 2: [B, La + R, H]
 */
public record Pairs(Encoded text, Encoded image, Encoded seenImage, CrossModal cross) {}
