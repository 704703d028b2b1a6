package io.alignstream.encode.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;
import org.tensorflow.types.TFloat32;

/** Native tensors as buffers of the JDK, without a copy. */
final class NativeTensors {
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
   * @throws ModelException if a value is not finite
   */
  static TFloat32 stacked(ParameterValues values, List<String> names) {
    var tensor = TFloat32.tensorOf(stackedShape(values.parameters(), names));
    try {
      var memory = memory(tensor).asFloatBuffer();
      for (var name : names) {
        memory.put(finite(name, values.floats(name)));
      }
      return tensor;
    } catch (RuntimeException e) {
      tensor.close();
      throw e;
    }
  }

  /** Shape of several parameters of equal row size, row by row. */
  static Shape stackedShape(Parameters parameters, List<String> names) {
    var shape = new ArrayList<>(parameters.shape(names.get(0)));
    for (var name : names.subList(1, names.size())) {
      shape.set(0, shape.get(0) + parameters.shape(name).get(0));
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
