package io.alignstream.detect.tensors;

import io.alignstream.detect.boxes.Nms;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.Detected;
import io.alignstream.detect.pixels.Size;
import io.alignstream.detect.select.Detection;
import io.alignstream.detect.select.DetectionRules;
import io.alignstream.detect.vinvl.ModelDirectory;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.schemas.line.FloatMatrix;
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
 * width. Outputs: {@code c4}, {@code rpn_objectness}, {@code rpn_deltas} [N, .., h, w], {@code
 * proposals.K}, {@code class_logits} and {@code box_regression} of all images' proposals in order,
 * and of image K {@code boxes.K}, {@code labels.K}, {@code scores.K}, {@code box_features.K},
 * {@code attr_labels.K} and {@code attr_scores.K}, in pixels of the network's input.
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
   * @return the outputs, to be written
   * @throws ModelException if the inputs do not fit, or an image holds no numbers; it says which
   */
  public static SafetensorsWriter run(
      Path directory, Checkpoint inputs, Map<String, String> options) {
    var model = ModelDirectory.open(directory);
    var rules = rules(model.config(), options);
    var shape = inputs.info("images").shape();
    var sizes = sizes(inputs, shape);
    var batch = new Size(shape.get(3).intValue(), shape.get(2).intValue());
    var pixels = channelsLast(inputs.floats("images"), sizes.size(), batch);
    try (var network = model.load(DeviceSettings.cpu())) {
      var outcomes = network.under(model.config().rpn().test(), rules).detect(pixels, batch, sizes);
      var found = new ArrayList<Detected>();
      for (int n = 0; n < outcomes.size(); n++) {
        int image = n;
        found.add(
            outcomes
                .get(n)
                .<Detected>fold(
                    detected -> detected,
                    reason -> {
                      throw new ModelException("image %d: %s".formatted(image, reason.message()));
                    },
                    deleted -> {
                      throw new IllegalStateException("a detector deletes nothing");
                    }));
      }
      return write(found);
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
              text -> DetectionRules.Filter.values()[Integer.parseInt(text)]),
          option(options, "score_thresh", own.scoreThreshold(), Double::parseDouble),
          own.nmsThreshold(),
          option(options, "min_detections", own.fewest(), Integer::parseInt),
          option(options, "max_detections", own.most(), Integer::parseInt),
          own.coder(),
          option(options, "ignore_box_regression", own.ignoreRegression(), Boolean::parseBoolean),
          Nms.TORCHVISION);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ModelException("an option is no number or out of range: " + e.getMessage(), e);
    }
  }

  private static <T> T option(
      Map<String, String> options, String name, T own, Function<String, T> parse) {
    var text = options.get(name);
    return text == null ? own : parse.apply(text);
  }

  private static List<Size> sizes(Checkpoint inputs, List<Long> shape) {
    var given = inputs.info("image_sizes").shape();
    if (shape.size() != 4 || shape.get(1) != 3 || !given.equals(List.of(shape.get(0), 2L))) {
      throw new ModelException(
          "images are [N, 3, H, W] and image_sizes [N, 2], not %s and %s".formatted(shape, given));
    }
    var values = inputs.longs("image_sizes");
    var sizes = new ArrayList<Size>();
    for (int n = 0; n < shape.get(0); n++) {
      long height = values.get(2 * n);
      long width = values.get(2 * n + 1);
      if (height < 1 || height > shape.get(2) || width < 1 || width > shape.get(3)) {
        throw new ModelException(
            "image %d is said to be %d × %d pixels, of %d × %d given"
                .formatted(n, width, height, shape.get(3), shape.get(2)));
      }
      sizes.add(new Size((int) width, (int) height));
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

  private static SafetensorsWriter write(List<Detected> found) {
    var out = new SafetensorsWriter();
    map(out, "c4", found, Detected::map);
    map(out, "rpn_objectness", found, Detected::objectness);
    map(out, "rpn_deltas", found, Detected::deltas);
    rows(out, "class_logits", found.stream().map(Detected::classLogits).toList());
    rows(out, "box_regression", found.stream().map(Detected::boxRegression).toList());
    for (int n = 0; n < found.size(); n++) {
      write(out, n, found.get(n));
    }
    return out;
  }

  private static void write(SafetensorsWriter out, int image, Detected detected) {
    var detections = detected.detections();
    long count = detections.size();
    rows(out, "proposals." + image, List.of(detected.proposals().boxes()));
    var boxes = FloatBuffer.allocate(4 * detections.size());
    var scores = FloatBuffer.allocate(detections.size());
    var labels = LongBuffer.allocate(detections.size());
    for (Detection detection : detections) {
      var box = detection.box();
      boxes.put(box.x1()).put(box.y1()).put(box.x2()).put(box.y2());
      scores.put(detection.score());
      labels.put(detection.label());
    }
    out.floats("boxes." + image, List.of(count, 4L), boxes.flip());
    out.longs("labels." + image, List.of(count), labels.flip());
    out.floats("scores." + image, List.of(count), scores.flip());
    rows(out, "box_features." + image, List.of(detected.features()));
    long each = detected.attributes().isEmpty() ? 0 : detected.attributes().get(0).size();
    var attributes = LongBuffer.allocate((int) (count * each));
    var attributeScores = FloatBuffer.allocate((int) (count * each));
    for (var list : detected.attributes()) {
      list.forEach(
          scored -> {
            attributes.put(scored.attribute());
            attributeScores.put(scored.score());
          });
    }
    out.longs("attr_labels." + image, List.of(count, each), attributes.flip());
    out.floats("attr_scores." + image, List.of(count, each), attributeScores.flip());
  }

  /** Maps [h·w, C] of all images as [N, C, h, w]. */
  private static void map(
      SafetensorsWriter out,
      String name,
      List<Detected> found,
      Function<Detected, FloatMatrix> part) {
    var first = part.apply(found.get(0));
    int channels = first.columns();
    var values = FloatBuffer.allocate(found.size() * first.rows() * channels);
    for (var detected : found) {
      var map = part.apply(detected);
      for (int c = 0; c < channels; c++) {
        for (int cell = 0; cell < map.rows(); cell++) {
          values.put(map.get(cell, c));
        }
      }
    }
    var size = found.get(0).mapSize();
    out.floats(
        name,
        List.of((long) found.size(), (long) channels, (long) size.height(), (long) size.width()),
        values.flip());
  }

  private static void rows(SafetensorsWriter out, String name, List<FloatMatrix> parts) {
    long columns = parts.get(0).columns();
    long rows = parts.stream().mapToLong(FloatMatrix::rows).sum();
    var values = FloatBuffer.allocate((int) (rows * columns));
    parts.forEach(part -> values.put(part.buffer()));
    out.floats(name, List.of(rows, columns), values.flip());
  }
}
