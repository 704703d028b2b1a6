package io.alignstream.encode.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;
import org.tensorflow.types.TFloat32;

/** Native tensors as buffers of the JDK, without a copy. */
final class NativeTensors {
  private static final int TILE = 32;

  private NativeTensors() {}

  /** A new tensor that holds these values; the caller closes it. */
  static TFloat32 floats(List<Long> shape, FloatBuffer values) {
    var tensor = TFloat32.tensorOf(shape(shape));
    if (values.remaining() != tensor.size()) {
      tensor.close();
      throw new IllegalArgumentException(
          "%d values do not fit %s".formatted(values.remaining(), shape));
    }
    memory(tensor).asFloatBuffer().put(values.duplicate());
    return tensor;
  }

  /**
   * A new tensor that holds several parameters, row by row; the caller closes it.
   *
   * @param turned rows become columns: [out, in] each to [in, the sum of outs]
   * @throws ModelException if a value is not finite
   */
  static TFloat32 stacked(ParameterValues values, List<String> names, boolean turned) {
    var tensor = TFloat32.tensorOf(stackedShape(values.parameters(), names, turned));
    try {
      var memory = memory(tensor).asFloatBuffer();
      int column = 0;
      for (var name : names) {
        var rows = finite(name, values.floats(name));
        if (turned) {
          int height = Math.toIntExact(values.parameters().shape(name).get(0));
          turn(rows, height, memory, column, Math.toIntExact(tensor.shape().get(1)));
          column += height;
        } else {
          memory.put(rows);
        }
      }
      return tensor;
    } catch (RuntimeException e) {
      tensor.close();
      throw e;
    }
  }

  /** Writes rows as columns, in tiles that stay in the processor's cache. */
  private static void turn(FloatBuffer rows, int height, FloatBuffer to, int column, int width) {
    int size = rows.remaining() / height;
    for (int top = 0; top < height; top += TILE) {
      for (int left = 0; left < size; left += TILE) {
        for (int i = left; i < Math.min(size, left + TILE); i++) {
          for (int o = top; o < Math.min(height, top + TILE); o++) {
            to.put(i * width + column + o, rows.get(rows.position() + o * size + i));
          }
        }
      }
    }
  }

  /** Shape of several parameters of equal row size, row by row, or turned. */
  static Shape stackedShape(Parameters parameters, List<String> names, boolean turned) {
    var shape = new ArrayList<>(parameters.shape(names.get(0)));
    for (var name : names.subList(1, names.size())) {
      shape.set(0, shape.get(0) + parameters.shape(name).get(0));
    }
    if (turned) {
      Collections.reverse(shape);
    }
    return shape(shape);
  }

  /** The values of a parameter, all of them numbers. */
  static FloatBuffer finite(String name, FloatBuffer values) {
    for (int i = values.position(); i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new ModelException("%s holds %s at %d".formatted(name, values.get(i), i));
      }
    }
    return values.duplicate();
  }

  static Shape shape(List<Long> sizes) {
    return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  /** The tensor's memory; it must not be used after the tensor is closed. */
  static ByteBuffer memory(Tensor tensor) {
    if (tensor.numBytes() == 0) {
      return ByteBuffer.allocate(0);
    }
    return tensor
        .asRawTensor()
        .data()
        .accept(
            new DataStorageVisitor<ByteBuffer>() {
              @Override
              public ByteBuffer visit(ByteBuffer buffer) {
                return buffer.duplicate();
              }

              @Override
              public ByteBuffer visit(long address, long length, long scale) {
                return new Memory(address, length * scale).asByteBuffer();
              }

              @Override
              public ByteBuffer fallback() {
                throw new IllegalStateException("a tensor whose memory cannot be reached");
              }
            })
        .order(ByteOrder.nativeOrder());
  }

  /** Memory that somebody else owns. */
  private static final class Memory extends BytePointer {
    Memory(long address, long bytes) {
      super((BytePointer) null);
      this.address = address;
      this.limit = bytes;
      this.capacity = bytes;
    }
  }
}
