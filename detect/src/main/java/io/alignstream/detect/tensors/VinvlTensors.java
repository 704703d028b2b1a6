package io.alignstream.detect.tensors;

import io.alignstream.detect.boxes.Nms;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.Detected;
import io.alignstream.detect.pixels.Size;
import io.alignstream.detect.select.DetectionRules;
import io.alignstream.detect.vinvl.ModelDirectory;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code alignstream tensors --model vinvl}. Inputs: {@code images} [N, 3, H, W] as the network
 * sees them (blue, green, red minus mean, padded with 0) and {@code image_sizes} [N, 2], height and
 * width. {@link VinvlOutputs} says what comes out.
 */
public final class VinvlTensors {
  /** Name of the model. */
  public static final String MODEL = "vinvl";

  private static final List<String> OPTIONS =
      List.of(
          "nms_filter",
          "ignore_box_regression",
          "score_thresh",
          "min_detections",
          "max_detections");

  private VinvlTensors() {}

  /**
   * Runs the detector.
   *
   * @param directory weights and configuration
   * @param options {@code nms_filter}, {@code ignore_box_regression}, {@code score_thresh}, {@code
   *     min_detections}, {@code max_detections}; the configuration's values without them
   * @throws ModelException if the inputs are not two tensors of these shapes; an image that cannot
   *     be used is rejected alone
   */
  public static VinvlOutputs run(Path directory, Checkpoint inputs, Map<String, String> options) {
    var model = ModelDirectory.open(directory);
    var rules = rules(model.config(), options);
    var shape = inputs.info("images").shape();
    requireShapes(shape, inputs.info("image_sizes").shape());
    var batch = new Size(shape.get(3).intValue(), shape.get(2).intValue());
    var sizes = sizes(inputs.longs("image_sizes"), batch);
    var pixels = channelsLast(inputs.floats("images"), sizes.size(), batch);
    try (var network = model.load(DeviceSettings.cpu())) {
      var known = sizes.stream().map(size -> size.toOptional().orElse(batch)).toList();
      var found = network.under(model.config().rpn().test(), rules).detect(pixels, batch, known);
      var outcomes = new ArrayList<Outcome<Detected>>();
      for (int n = 0; n < found.size(); n++) {
        var detected = found.get(n);
        outcomes.add(sizes.get(n).flatMap(size -> detected));
      }
      return new VinvlOutputs(model.config(), batch, outcomes);
    }
  }

  private static DetectionRules rules(DetectorConfig config, Map<String, String> options) {
    for (var name : options.keySet()) {
      if (!OPTIONS.contains(name)) {
        throw new ModelException("vinvl has no option %s; there are %s".formatted(name, OPTIONS));
      }
    }
    var own = config.detections();
    try {
      return new DetectionRules(
          option(
              options,
              "nms_filter",
              own.filter(),
              text -> DetectionRules.Filter.numbered(Integer.parseInt(text))),
          option(options, "score_thresh", own.scoreThreshold(), Double::parseDouble),
          own.nmsThreshold(),
          option(options, "min_detections", own.fewest(), Integer::parseInt),
          option(options, "max_detections", own.most(), Integer::parseInt),
          own.coder(),
          option(options, "ignore_box_regression", own.ignoreRegression(), Boolean::parseBoolean),
          Nms.TORCHVISION);
    } catch (IllegalArgumentException e) {
      throw new ModelException("an option is no number or out of range: " + e.getMessage(), e);
    }
  }

  private static <T> T option(
      Map<String, String> options, String name, T own, Function<String, T> parse) {
    var text = options.get(name);
    return text == null ? own : parse.apply(text);
  }

  private static void requireShapes(List<Long> images, List<Long> sizes) {
    boolean fit = images.size() == 4 && images.get(1) == 3;
    if (!fit || images.contains(0L) || !sizes.equals(List.of(images.get(0), 2L))) {
      throw new ModelException(
          "images are [N, 3, H, W] and image_sizes [N, 2], not %s and %s".formatted(images, sizes));
    }
  }

  private static List<Outcome<Size>> sizes(LongBuffer values, Size batch) {
    var sizes = new ArrayList<Outcome<Size>>();
    while (values.hasRemaining()) {
      long height = values.get();
      long width = values.get();
      boolean fits =
          height >= 1 && height <= batch.height() && width >= 1 && width <= batch.width();
      sizes.add(
          fits
              ? Outcome.accepted(new Size((int) width, (int) height))
              : Outcome.rejected(
                  Reason.of(
                      "detect",
                      Reason.Code.MODEL_FAILED,
                      "its size is said to be %d × %d, of %d × %d pixels given"
                          .formatted(width, height, batch.width(), batch.height()))));
    }
    return sizes;
  }

  /** [N, 3, H, W] to [N, H, W, 3]. */
  private static FloatBuffer channelsLast(FloatBuffer values, int images, Size batch) {
    int each = batch.width() * batch.height();
    var turned = FloatBuffer.allocate(3 * images * each);
    for (int n = 0; n < images; n++) {
      for (int at = 0; at < each; at++) {
        for (int c = 0; c < 3; c++) {
          turned.put(values.get((3 * n + c) * each + at));
        }
      }
    }
    return turned.flip();
  }
}
