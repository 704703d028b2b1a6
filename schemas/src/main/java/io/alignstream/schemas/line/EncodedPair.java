package io.alignstream.schemas.line;

import java.util.Map;

/**
 * What a model made of an image and a task's text.
 *
 * @param outputs its task's outputs by name, such as {@code logits}: [rows, columns] each
 * @param modelVersion which weights made them
 */
public record EncodedPair(Map<String, FloatMatrix> outputs, String modelVersion) {
  /** Copies the map. */
  public EncodedPair {
    outputs = Map.copyOf(outputs);
  }

  /**
   * One output.
   *
   * @throws IllegalArgumentException if the model made none of that name
   */
  public FloatMatrix output(String name) {
    var output = outputs.get(name);
    if (output == null) {
      throw new IllegalArgumentException(
          "%s made no %s, but %s".formatted(modelVersion, name, outputs.keySet()));
    }
    return output;
  }
}
