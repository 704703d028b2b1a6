package io.alignstream.encode.runtime;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Where a parameter starts that no checkpoint gives. */
@FunctionalInterface
public interface InitialValues {
  /** Values of a parameter, row-major. */
  FloatBuffer of(String name, List<Long> shape);

  /**
   * Biases 0, gains of normalisations 1, everything else normal around 0; each parameter's numbers
   * depend on the seed and its name only.
   *
   * @param deviation standard deviation; BERT's {@code initializer_range} is 0.02
   * @param normalisations parts of names whose {@code weight} is a gain, such as {@code LayerNorm}
   */
  static InitialValues normal(long seed, float deviation, List<String> normalisations) {
    return (name, shape) -> {
      int size = (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
      var values = new float[size];
      if (name.endsWith("weight") && normalisations.stream().anyMatch(name::contains)) {
        Arrays.fill(values, 1);
      } else if (!name.endsWith("bias")) {
        var random = new Random(seed * 31 + name.hashCode());
        for (int i = 0; i < size; i++) {
          values[i] = (float) random.nextGaussian() * deviation;
        }
      }
      return FloatBuffer.wrap(values);
    };
  }
}
