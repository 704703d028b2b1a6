package io.alignstream.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * Measures work in turns with a plain matrix product of TensorFlow's own, the machine's peak: once
 * the one, once the other, so that both see the same neighbours on the machine.
 */
final class Throughput implements AutoCloseable {
  private static final int ROWS = 4096;
  private static final int IN = 768;
  private static final int OUT = 3072;
  private static final double PRODUCT = 2.0 * ROWS * IN * OUT;
  private static final long WARM_UP_NANOS = 2_000_000_000L;

  private final OperatingSystemMXBean machine =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final GraphSession product;
  private final float[] rows = new float[ROWS * IN];

  /**
   * A measured piece of work.
   *
   * @param seconds best of the turns
   * @param ofPeak operations a second, as a share of the product's, both at their best
   * @param ofPeakByProcessor operations a second of processor time, as a share of the product's:
   *     what the share would be on a machine without neighbours
   * @param outsideSeconds of a call, spent outside TensorFlow, median
   */
  record Measured(double seconds, double ofPeak, double ofPeakByProcessor, double outsideSeconds) {}

  Throughput(DeviceSettings device) {
    var random = new Random(3);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextFloat() - 0.5f;
    }
    var weights = new float[OUT][IN];
    for (var row : weights) {
      for (int i = 0; i < IN; i++) {
        row[i] = random.nextFloat() - 0.5f;
      }
    }
    product =
        GraphSession.build(
            device,
            tf -> {
              var x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, IN)));
              var y = tf.linalg.matMul(x, tf.constant(weights), MatMul.transposeB(true));
              // a row of the product is fetched, so that no copy of it is measured
              var first =
                  tf.slice(y, tf.constant(new int[] {0, 0}), tf.constant(new int[] {1, -1}));
              return List.of(GraphFunction.of("product", Map.of("x", x), Map.of("y", first)));
            });
  }

  /**
   * Measures a piece of work.
   *
   * @param operations floating-point operations of one run
   * @param turns how often work and product follow each other, after a while to warm up
   * @param inside time spent inside TensorFlow so far, in ns
   */
  Measured measure(double operations, int turns, LongSupplier inside, Runnable work) {
    warmUp(work);
    multiply();
    double seconds = Double.MAX_VALUE;
    double workProcessor = 0;
    double productSeconds = Double.MAX_VALUE;
    double productProcessor = 0;
    int productsATurn = (int) Math.max(1, Math.round(operations / PRODUCT));
    int runsATurn = (int) Math.max(1, Math.round(PRODUCT / operations));
    var outside = new double[turns * runsATurn];
    for (int turn = 0; turn < turns; turn++) {
      long processor = machine.getProcessCpuTime();
      for (int run = 0; run < runsATurn; run++) {
        long within = inside.getAsLong();
        long start = System.nanoTime();
        work.run();
        long time = System.nanoTime() - start;
        seconds = Math.min(seconds, time / 1e9);
        outside[turn * runsATurn + run] = (time - (inside.getAsLong() - within)) / 1e9;
      }
      workProcessor += (machine.getProcessCpuTime() - processor) / 1e9 / runsATurn;
      processor = machine.getProcessCpuTime();
      for (int run = 0; run < productsATurn; run++) {
        long within = product.nanosInside();
        multiply();
        productSeconds = Math.min(productSeconds, (product.nanosInside() - within) / 1e9);
      }
      productProcessor += (machine.getProcessCpuTime() - processor) / 1e9 / productsATurn;
    }
    Arrays.sort(outside);
    return new Measured(
        seconds,
        operations / seconds / (PRODUCT / productSeconds),
        operations / workProcessor / (PRODUCT / productProcessor),
        outside[outside.length / 2]);
  }

  /** Until the code around TensorFlow is compiled, as in a service that has run for a while. */
  private static void warmUp(Runnable work) {
    long start = System.nanoTime();
    do {
      work.run();
    } while (System.nanoTime() - start < WARM_UP_NANOS);
  }

  /** Operations a second of the product alone. */
  double peak(int turns) {
    double best = Double.MAX_VALUE;
    for (int turn = 0; turn < turns; turn++) {
      long within = product.nanosInside();
      multiply();
      best = Math.min(best, (product.nanosInside() - within) / 1e9);
    }
    return PRODUCT / best;
  }

  private void multiply() {
    product.run("product", Map.of("x", Feed.floats(List.of((long) ROWS, (long) IN), rows)));
  }

  @Override
  public void close() {
    product.close();
  }
}
