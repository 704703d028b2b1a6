package io.alignstream.encode.checkpoint;

import java.util.List;

/**
 * What a tensor is, without its values.
 *
 * @param shape sizes, outermost first; empty for a single number
 */
public record TensorInfo(String name, ElementType type, List<Long> shape) {
  /** Copies the shape; its elements must be countable by an int. */
  public TensorInfo {
    shape = List.copyOf(shape);
    long size = 1;
    for (long length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException(name + " has a negative size: " + shape);
      }
      size = Math.multiplyExact(size, length);
    }
    Math.toIntExact(size);
  }

  /** Number of elements. */
  public int elements() {
    return (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }

  /** Bytes of a contiguous copy. */
  public long bytes() {
    return (long) elements() * type.bytes();
  }

  @Override
  public String toString() {
    return name + " " + type + " " + shape;
  }
}
