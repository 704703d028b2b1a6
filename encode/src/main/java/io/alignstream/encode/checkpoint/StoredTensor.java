package io.alignstream.encode.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A tensor and where its values lie.
 *
 * @param storage the bytes that it is cut from; other tensors may share them
 * @param storageElements elements of that storage
 * @param first element of the storage that is the tensor's first
 * @param strides in elements, one a dimension
 */
public record StoredTensor(
    TensorInfo info, Storage storage, long storageElements, long first, List<Long> strides) {
  /** A view may repeat elements (stride 0), but few bytes must not claim gigabytes. */
  private static final int MOST_REPEATED = 1 << 24;

  /** Bytes of a file that tensors are cut from. */
  @FunctionalInterface
  public interface Storage {
    /**
     * A part of them, little-endian.
     *
     * @throws CheckpointException if the file does not hold them
     */
    ByteBuffer slice(long offset, long length);
  }

  /** Refuses what reaches beyond its storage. */
  public StoredTensor {
    strides = List.copyOf(strides);
    if (strides.size() != info.shape().size() || strides.stream().anyMatch(s -> s < 0)) {
      throw new IllegalArgumentException(info + " has strides " + strides);
    }
    if (first < 0
        || storageElements < 0
        || (info.elements() > 0 && last(info, first, strides) >= storageElements)) {
      throw new IllegalArgumentException(
          "%s reaches beyond its storage of %d elements".formatted(info, storageElements));
    }
    if (info.elements() > Math.max(storageElements, MOST_REPEATED)) {
      throw new IllegalArgumentException(
          "%s repeats a storage of only %d elements".formatted(info, storageElements));
    }
    Math.multiplyExact(storageElements, (long) info.type().bytes());
  }

  /** A tensor that lies row by row. */
  static StoredTensor contiguous(TensorInfo info, MappedFile file, long at) {
    return new StoredTensor(
        info,
        (offset, length) -> file.slice(at + offset, length),
        info.elements(),
        0,
        rowMajor(info.shape()));
  }

  /** The same under a name. */
  StoredTensor named(String name) {
    return new StoredTensor(
        new TensorInfo(name, info.type(), info.shape()), storage, storageElements, first, strides);
  }

  /** The values as float32, contiguous and row-major. */
  public FloatBuffer floats() {
    return Elements.floats(info.type(), bytes());
  }

  /** The values, contiguous and row-major: a view of the file where they lie so. */
  public ByteBuffer bytes() {
    if (info.elements() == 0) {
      return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
    }
    int width = info.type().bytes();
    long span = last(info, first, strides) - first + 1;
    var source = storage.slice(first * width, span * width);
    return isRowMajor() ? source : gathered(source, width);
  }

  /** Reaches for the storage's last element, so that a cut-off file shows at once. */
  void touch() {
    int width = info.type().bytes();
    if (storageElements > 0) {
      storage.slice((storageElements - 1) * width, width);
    }
  }

  private ByteBuffer gathered(ByteBuffer source, int width) {
    var copy = ByteBuffer.allocate(Math.toIntExact(info.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    int dimensions = strides.size();
    var index = new long[dimensions];
    long at = 0;
    while (copy.hasRemaining()) {
      copy.put(source.slice(Math.toIntExact(at * width), width));
      for (int d = dimensions - 1; d >= 0; d--) {
        at += strides.get(d);
        if (++index[d] < info.shape().get(d)) {
          break;
        }
        at -= index[d] * strides.get(d);
        index[d] = 0;
      }
    }
    return copy.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Index in the storage of the tensor's last element. */
  private static long last(TensorInfo info, long first, List<Long> strides) {
    long last = first;
    for (int d = 0; d < strides.size(); d++) {
      last = Math.addExact(last, Math.multiplyExact(info.shape().get(d) - 1, strides.get(d)));
    }
    return last;
  }

  private boolean isRowMajor() {
    var dense = rowMajor(info.shape());
    for (int d = 0; d < strides.size(); d++) {
      if (info.shape().get(d) > 1 && !strides.get(d).equals(dense.get(d))) {
        return false;
      }
    }
    return true;
  }

  private static List<Long> rowMajor(List<Long> shape) {
    var strides = new Long[shape.size()];
    long stride = 1;
    for (int d = shape.size() - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= Math.max(1, shape.get(d));
    }
    return List.of(strides);
  }
}
