package io.alignstream.detect.bench;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.ConvolutionTimes;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.detect.model.FasterRcnn;
import io.alignstream.detect.pixels.NetworkInput;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.FloatMatrix;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Images a second of a detector's shape with random weights, from decoded pixels to attributes, and
 * the sum of its convolutions in the same run.
 *
 * <p>Detections keep their proposals' boxes, as in VinVL's feature extraction. Random weights would
 * move all proposals to a few corners of the image, whose features are computed once: so the RPN
 * moves no anchor, and as many different regions go through the box head as proposals there are.
 */
public final class DetectBench {
  private static final long SEED = 3;

  /**
   * What was measured.
   *
   * @param secondsAnImage of the fastest whole detection
   * @param convolutions the same image's convolutions alone, the fastest of as many runs
   * @param regions that went through the box head
   * @param peakBytes most memory that the process held
   */
  public record Figures(
      double secondsAnImage, ConvolutionTimes.Total convolutions, int regions, long peakBytes) {
    /** Whole detection over its convolutions alone. */
    public double overhead() {
      return secondsAnImage / convolutions.seconds();
    }

    /** One line a figure. */
    public void print(PrintWriter out) {
      out.printf(
          Locale.ROOT,
          "%.4f images/s: %.2f s an image, %d regions%n"
              + "convolutions alone: %.2f s (%.0f GFLOP, %.0f GFLOP/s); whole / alone = %.2f%n"
              + "peak memory: %.1f GiB%n",
          1 / secondsAnImage,
          secondsAnImage,
          regions,
          convolutions.seconds(),
          2 * convolutions.multiplications() / 1e9,
          2 * convolutions.multiplications() / 1e9 / convolutions.seconds(),
          overhead(),
          peakBytes / (double) (1 << 30));
    }
  }

  private DetectBench() {}

  /**
   * Measures.
   *
   * @param size of the image as decoded and as the network sees it
   * @param images that are timed, after one that is not
   */
  public static Figures run(DetectorConfig config, DeviceSettings device, Size size, int images) {
    var random = new Random(SEED);
    var rgb = new byte[3 * size.width() * size.height()];
    random.nextBytes(rgb);
    var image = DecodedImage.wrap(size.width(), size.height(), rgb);
    var weights = weights(config);
    double best = Double.POSITIVE_INFINITY;
    int regions = 0;
    try (var own = new FasterRcnn(config, weights, device)) {
      var network = own.under(config.rpn().test(), config.detections().keepingProposals());
      for (int i = 0; i <= images; i++) {
        long begin = System.nanoTime();
        regions = detect(network, image, size);
        best = i == 0 ? best : Math.min(best, (System.nanoTime() - begin) / 1e9);
      }
    }
    long peak = peakBytes();
    int through = Math.max(1, regions);
    try (var alone = new ConvolutionTimes(config, weights, device, size, through)) {
      return new Figures(best, alone.measure(through, images), regions, peak);
    }
  }

  private static ParameterValues weights(DetectorConfig config) {
    var random = DetectorWeights.initial(config, SEED);
    return ParameterValues.initial(
        random.parameters(),
        (name, shape) -> {
          var values = random.floats(name);
          return name.equals("rpn.head.bbox_pred.weight")
              ? FloatBuffer.allocate(values.remaining())
              : values;
        });
  }

  /** Different regions that went through the box head. */
  private static int detect(FasterRcnn network, DecodedImage image, Size size) {
    var own = network.config().input();
    var sizes = own.sizes();
    var input =
        sizes.apply(size.width(), size.height()).equals(size)
            ? own
            : new NetworkInput(
                new io.alignstream.detect.pixels.SizeRule(
                    Math.min(size.width(), size.height()), Math.max(size.width(), size.height())),
                own.mean(),
                own.divisibility());
    var batch = input.batchSize(List.of(size));
    var pixels = FloatBuffer.allocate(3 * batch.width() * batch.height());
    input.write(image, batch, pixels);
    var boxes =
        network
            .detect(pixels.flip(), batch, List.of(size))
            .get(0)
            .toOptional()
            .orElseThrow(() -> new IllegalStateException("random weights gave no finite numbers"))
            .proposals()
            .boxes();
    return (int)
        IntStream.range(0, boxes.rows())
            .mapToObj(row -> FloatMatrix.row(boxes.copyRow(row)))
            .distinct()
            .count();
  }

  /** {@code VmHWM} of Linux; 0 elsewhere. */
  private static long peakBytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
