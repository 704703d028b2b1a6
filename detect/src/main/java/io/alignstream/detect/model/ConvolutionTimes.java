package io.alignstream.detect.model;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Variables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.op.Ops;

/**
 * What a ResNeXt detector's convolutions take by themselves, each on operands of its own: the floor
 * that a whole detection is measured against.
 */
public final class ConvolutionTimes {
  private static final InitialValues VALUES = InitialValues.normal(1, 0.05f, List.of());

  /** One convolution at work; equal ones are timed once. */
  private record Work(
      int images, int height, int width, int in, int out, int kernel, int groups, int stride) {
    long multiplications() {
      long cells = (long) images * ((height - 1) / stride + 1) * ((width - 1) / stride + 1);
      return cells * out * (in / groups) * kernel * kernel;
    }
  }

  /**
   * The sum.
   *
   * @param seconds of all convolutions
   * @param multiplications multiply-adds of all
   */
  public record Total(double seconds, double multiplications) {}

  private ConvolutionTimes() {}

  /**
   * Times the convolutions of one image.
   *
   * @param image size of the network's input
   * @param regions that go through the box head
   * @param repetitions of which the fastest counts
   */
  public static Total measure(
      DetectorConfig config, DeviceSettings device, Size image, int regions, int repetitions) {
    var work = work(config, image, regions);
    double seconds = 0;
    double multiplications = 0;
    for (var each : work.entrySet()) {
      seconds += seconds(each.getKey(), device, repetitions) * each.getValue();
      multiplications += (double) each.getKey().multiplications() * each.getValue();
    }
    return new Total(seconds, multiplications);
  }

  /** How often each convolution runs; regions count as so many runs as they fill. */
  private static Map<Work, Double> work(DetectorConfig config, Size image, int regions) {
    int atOnce = Math.min(regions, FasterRcnn.REGIONS_AT_ONCE);
    var work = new LinkedHashMap<Work, Double>();
    var at = image; // where the body stands
    for (var spec : FasterRcnnNet.of(config).convolutions()) {
      if (spec.path().contains("feature_extractor")) {
        work.merge(
            work(spec, atOnce, headSize(config, spec)), (double) regions / atOnce, Double::sum);
      } else if (spec.path().startsWith("rpn.")) {
        work.merge(work(spec, 1, mapSize(config, image)), 1.0, Double::sum);
      } else {
        boolean shortcut = spec.conv().startsWith("downsample");
        var before = new Size(at.width() * stride(spec), at.height() * stride(spec));
        work.merge(work(spec, 1, shortcut ? before : at), 1.0, Double::sum);
        at = shortcut ? at : halved(at, stride(spec));
        at = spec.path().endsWith(".stem") ? halved(at, 2) : at; // the max-pool
      }
    }
    return work;
  }

  private static Work work(ConvolutionSpec spec, int images, Size at) {
    return new Work(
        images,
        at.height(),
        at.width(),
        spec.in(),
        spec.out(),
        spec.kernel(),
        spec.groups(),
        stride(spec));
  }

  private static Size halved(Size size, int stride) {
    return new Size((size.width() - 1) / stride + 1, (size.height() - 1) / stride + 1);
  }

  private static Size mapSize(DetectorConfig config, Size image) {
    return new Size(
        RegionSampling.cells(config, image.width()), RegionSampling.cells(config, image.height()));
  }

  /** C5's first block begins at P × P, everything after its stride is half of that. */
  private static Size headSize(DetectorConfig config, ConvolutionSpec spec) {
    int side = config.pooling().side();
    boolean full = spec.path().endsWith("layer4.0") && !spec.conv().equals("conv3");
    return full ? new Size(side, side) : new Size(side / 2, side / 2);
  }

  private static int stride(ConvolutionSpec spec) {
    boolean first = spec.path().matches(".*layer[234]\\.0");
    boolean halves = first && (spec.conv().equals("conv2") || spec.conv().startsWith("downsample"));
    return halves || spec.path().endsWith(".stem") ? 2 : 1;
  }

  private static double seconds(Work work, DeviceSettings device, int repetitions) {
    var parameters =
        new Parameters.Builder()
            .add("x", work.images, work.height, work.width, work.in)
            .add("kernel", work.kernel, work.kernel, work.in / work.groups, work.out)
            .build();
    var variables = new Variables(ParameterValues.initial(parameters, VALUES));
    try (var session =
        GraphSession.build(device, tf -> List.of(convolution(tf, variables, work)))) {
      variables.initialize(session);
      session.run("convolve", Map.of()); // the first run prepares kernels
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < repetitions; i++) {
        long begin = System.nanoTime();
        session.run("convolve", Map.of());
        best = Math.min(best, (System.nanoTime() - begin) / 1e9);
      }
      return best;
    }
  }

  /** One number of the output leaves the graph, so that copying it out costs nothing. */
  private static GraphFunction convolution(Ops tf, Variables variables, Work work) {
    var w = variables.bind(tf);
    var y = Convolutions.convolve(tf, w.get("x"), w.get("kernel"), work.kernel, work.stride);
    var corner =
        tf.slice(y, tf.constant(new int[] {0, 0, 0, 0}), tf.constant(new int[] {1, 1, 1, 1}));
    return GraphFunction.of("convolve", Map.of(), Map.of("corner", corner));
  }
}
