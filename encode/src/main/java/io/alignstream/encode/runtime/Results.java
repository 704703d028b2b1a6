package io.alignstream.encode.runtime;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * What a run gave: views of native memory that end with the function that reads them. Copy what
 * stays.
 */
public final class Results {
  private final Result tensors;
  private final Map<String, Operand<?>> outputs;
  private final List<Operand<?>> fetched;

  Results(Result tensors, Map<String, Operand<?>> outputs, List<Operand<?>> fetched) {
    this.tensors = tensors;
    this.outputs = outputs;
    this.fetched = fetched;
  }

  /** Names of the outputs. */
  public List<String> names() {
    return List.copyOf(outputs.keySet());
  }

  /** Shape of an output. */
  public List<Long> shape(String name) {
    return Arrays.stream(tensor(name).shape().asArray()).boxed().toList();
  }

  /** Whether an output is float32. */
  public boolean isFloat(String name) {
    return tensor(name) instanceof TFloat32;
  }

  /** Float32 values, row-major. */
  public FloatBuffer floats(String name) {
    return NativeTensors.memory(typed(name, TFloat32.class)).asFloatBuffer();
  }

  /** A copy of float32 values, row-major. */
  public float[] copyFloats(String name) {
    var buffer = floats(name);
    var copy = new float[buffer.remaining()];
    buffer.get(copy);
    return copy;
  }

  /** One float32 number. */
  public float number(String name) {
    return floats(name).get(0);
  }

  /** Int32 values, row-major. */
  public IntBuffer ints(String name) {
    return NativeTensors.memory(typed(name, TInt32.class)).asIntBuffer();
  }

  /** Int64 values, row-major. */
  public LongBuffer longs(String name) {
    return NativeTensors.memory(typed(name, TInt64.class)).asLongBuffer();
  }

  private Tensor typed(String name, Class<? extends Tensor> type) {
    var tensor = tensor(name);
    if (!type.isInstance(tensor)) {
      throw new IllegalArgumentException("%s is %s".formatted(name, tensor.dataType()));
    }
    return tensor;
  }

  private Tensor tensor(String name) {
    var output = outputs.get(name);
    if (output == null) {
      throw new IllegalArgumentException("no output %s among %s".formatted(name, outputs.keySet()));
    }
    return tensors.get(fetched.indexOf(output));
  }
}
