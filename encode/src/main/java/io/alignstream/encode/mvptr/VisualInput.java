package io.alignstream.encode.mvptr;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Images in the graph: {@code [CLS] tags [SEP]}, padding, then regions.
 *
 * @param tagIds [B, Lb]
 * @param tagTypeIds [B, Lb]
 * @param mask of tags and regions, 1 keep, 0 pad: [B, Lb + R]
 * @param regionFeatures [B, R, F]; R may be 0
 */
public record VisualInput(
    Operand<TInt32> tagIds,
    Operand<TInt32> tagTypeIds,
    Operand<TFloat32> mask,
    Operand<TFloat32> regionFeatures) {}
