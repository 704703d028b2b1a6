package io.alignstream.encode.runtime;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * A value for an input: it writes itself straight into the native tensor.
 *
 * @param type element type
 * @param shape sizes, outermost first
 * @param write fills the tensor's memory, row-major, in native order
 */
public record Feed(Class<? extends TType> type, List<Long> shape, Consumer<ByteBuffer> write) {
  /** Copies the shape. */
  public Feed {
    shape = List.copyOf(shape);
  }

  /** Float32 values that are written when they are needed. */
  public static Feed floats(List<Long> shape, Consumer<FloatBuffer> write) {
    return new Feed(TFloat32.class, shape, bytes -> write.accept(bytes.asFloatBuffer()));
  }

  /** Float32 values. */
  public static Feed floats(List<Long> shape, float[] values) {
    return floats(shape, buffer -> buffer.put(values));
  }

  /** Int32 values that are written when they are needed. */
  public static Feed ints(List<Long> shape, Consumer<IntBuffer> write) {
    return new Feed(TInt32.class, shape, bytes -> write.accept(bytes.asIntBuffer()));
  }

  /** Int32 values. */
  public static Feed ints(List<Long> shape, int[] values) {
    return ints(shape, buffer -> buffer.put(values));
  }

  /** Int64 values that are written when they are needed. */
  public static Feed longs(List<Long> shape, Consumer<LongBuffer> write) {
    return new Feed(TInt64.class, shape, bytes -> write.accept(bytes.asLongBuffer()));
  }
}
