package io.alignstream.encode.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tensors in groups of bounded size: what is read or written in one run. Every other combination of
 * inputs and outputs costs TensorFlow a look at the whole graph, and all tensors in one run would
 * need the memory of the model twice.
 */
final class Chunks {
  private static final long BYTES = 64 << 20;

  private Chunks() {}

  /** Names in order, as many in a group as its bytes allow. */
  static List<List<String>> of(Map<String, List<Long>> shapes) {
    var chunks = new ArrayList<List<String>>();
    var chunk = new ArrayList<String>();
    long bytes = 0;
    for (var tensor : shapes.entrySet()) {
      chunk.add(tensor.getKey());
      bytes += Float.BYTES * tensor.getValue().stream().reduce(1L, (a, b) -> a * b);
      if (bytes >= BYTES) {
        chunks.add(List.copyOf(chunk));
        chunk.clear();
        bytes = 0;
      }
    }
    if (!chunk.isEmpty()) {
      chunks.add(List.copyOf(chunk));
    }
    return chunks;
  }
}
