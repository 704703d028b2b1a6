package io.alignstream.encode.mvptr;

import io.alignstream.encode.runtime.ModelException;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Texts and images through the cross-modal encoder.
 *
 * @param layers output of every layer: [B, La + R, H] each
 * @param pooled [B, H]
 * @param mask [B, La + R]
 * @param regionsFrom where the regions begin, La if no tags stand before them: []
 * @param tokenIds the texts: [B, La]
 */
public record CrossModal(
    List<Operand<TFloat32>> layers,
    Operand<TFloat32> pooled,
    Operand<TFloat32> mask,
    Operand<TInt32> regionsFrom,
    Operand<TInt32> tokenIds) {
  /** Copies the list. */
  public CrossModal {
    layers = List.copyOf(layers);
  }

  /** The last layer's output: [B, La + R, H]. */
  public Operand<TFloat32> sequence() {
    return layers.get(layers.size() - 1);
  }

  /**
   * One layer's output (the reference's {@code phrase_layer}): [B, La + R, H].
   *
   * @param index from 0
   */
  public Operand<TFloat32> layer(int index) {
    if (index < 0 || index >= layers.size()) {
      throw new ModelException(
          "phrase_layer %d: the cross-modal encoder has layers 0 to %d"
              .formatted(index, layers.size() - 1));
    }
    return layers.get(index);
  }
}
