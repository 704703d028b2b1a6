package io.alignstream.encode.train;

import io.alignstream.encode.runtime.Dropout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * Dropout whose every decision is a pure function of (seed, place in the model, step, row of the
 * batch, element of the row), whichever process computes the row and in whatever company.
 *
 * <p>TensorFlow's counter-based generator Philox (Salmon et al. 2011) takes its key and its 128-bit
 * counter as inputs, and gives element i of a tensor the four-word block {@code counter + i / 4}.
 * The key is (seed, place); the counter's high word is the step, and its low word starts where the
 * blocks of the first own row do. Rows are made of whole blocks, so that each has its own.
 */
final class StepDropout implements Dropout {
  private static final int PHILOX = 1;
  private static final int BLOCK = 4;

  private final long seed;
  private final Operand<TInt64> step;
  private final Operand<TInt32> firstRow;
  private final Operand<TInt32> rows;
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * Dropout for one step at a time.
   *
   * @param step number of the step, or whatever else must differ from pass to pass; a scalar
   * @param firstRow where this process's rows begin, a scalar
   * @param rows of this process, a scalar
   */
  StepDropout(long seed, Operand<TInt64> step, Operand<TInt32> firstRow, Operand<TInt32> rows) {
    this.seed = seed;
    this.step = step;
    this.firstRow = firstRow;
    this.rows = rows;
  }

  @Override
  public Operand<TFloat32> apply(Ops tf, String site, float rate, Operand<TFloat32> x) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(site + " drops a share in [0, 1), not " + rate);
    }
    int pass = places.merge(site, 1, Integer::sum); // of a place that runs several times in a step
    if (rate == 0) {
      return x;
    }
    var place = pass == 1 ? site : site + "#" + pass;
    var keep = tf.math.greaterEqual(uniform(tf, place, x), tf.constant(rate));
    var scaled = tf.math.mul(x, tf.constant(1 / (1 - rate)));
    return tf.select(keep, scaled, tf.zerosLike(scaled));
  }

  /** Numbers in [0, 1) of the shape of x. */
  private Operand<TFloat32> uniform(Ops tf, String place, Operand<TFloat32> x) {
    var one = tf.constant(1);
    var elements = tf.math.floorDiv(tf.size(x), tf.math.maximum(rows, one)); // of a row
    var blocks =
        tf.math.floorDiv(tf.math.add(elements, tf.constant(BLOCK - 1)), tf.constant(BLOCK));
    var first =
        tf.math.mul(tf.dtypes.cast(firstRow, TInt64.class), tf.dtypes.cast(blocks, TInt64.class));
    var key = unsigned(tf, tf.constant(new long[] {SeededBits.mix(seed, place)}));
    var counter = unsigned(tf, tf.stack(List.of(first, step)));
    if (rowsAreWholeBlocks(x)) {
      return draw(tf, tf.shape(x), key, counter);
    }
    var padded = tf.stack(List.of(rows, tf.math.mul(blocks, tf.constant(BLOCK))));
    var drawn =
        tf.slice(
            draw(tf, padded, key, counter),
            tf.constant(new int[2]),
            tf.stack(List.of(rows, elements)));
    return tf.reshape(drawn, tf.shape(x));
  }

  /** Whether the known sizes behind the first dimension already make whole blocks. */
  private static boolean rowsAreWholeBlocks(Operand<TFloat32> x) {
    var shape = x.shape();
    long whole = 1;
    for (int i = 1; i < shape.numDimensions(); i++) {
      whole *= shape.get(i) > 0 ? shape.get(i) % BLOCK == 0 ? BLOCK : shape.get(i) : 1;
    }
    return whole % BLOCK == 0;
  }

  /** The generator wants unsigned words, which TensorFlow Java has no type for. */
  private static Output<?> unsigned(Ops tf, Operand<TInt64> words) {
    return ((Graph) tf.scope().env())
        .opBuilder("Bitcast", tf.scope().makeOpName("words"), tf.scope())
        .addInput(words.asOutput())
        .setAttr("T", DataType.DT_INT64)
        .setAttr("type", DataType.DT_UINT64)
        .build()
        .<TType>output(0);
  }

  private static Operand<TFloat32> draw(
      Ops tf, Operand<TInt32> shape, Output<?> key, Output<?> counter) {
    return ((Graph) tf.scope().env())
        .opBuilder("StatelessRandomUniformV2", tf.scope().makeOpName("uniform"), tf.scope())
        .addInput(shape.asOutput())
        .addInput(key)
        .addInput(counter)
        .addInput(tf.constant(PHILOX).asOutput())
        .setAttr("dtype", DataType.DT_FLOAT)
        .setAttr("Tshape", DataType.DT_INT32)
        .build()
        .<TFloat32>output(0);
  }
}
