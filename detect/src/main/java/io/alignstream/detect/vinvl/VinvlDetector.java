package io.alignstream.detect.vinvl;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.Detected;
import io.alignstream.detect.model.FasterRcnn;
import io.alignstream.detect.pixels.Size;
import io.alignstream.detect.select.AttributeRules;
import io.alignstream.detect.select.Detection;
import io.alignstream.detect.stage.Detector;
import io.alignstream.detect.tsv.Geometry;
import io.alignstream.detect.tsv.LabelMap;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The trained detector in the line. Images of one network size run together, others apart: padding
 * would change what the network sees, and the result must not depend on who else is in the batch.
 * What is wrong with one image rejects that image.
 */
public final class VinvlDetector implements Detector {
  private final String version;
  private final FasterRcnn network;
  private final LabelMap names;
  private final int atOnce;

  /**
   * A detector.
   *
   * @param atOnce most images in one run; more than one helps on a GPU
   */
  public VinvlDetector(String version, FasterRcnn network, LabelMap names, int atOnce) {
    this.version = version;
    this.network = network;
    this.names = names;
    this.atOnce = atOnce;
  }

  /** Opens a model's directory and loads its weights. */
  public static VinvlDetector open(Path directory, DeviceSettings device) {
    var model = ModelDirectory.open(directory);
    return new VinvlDetector(
        model.version(), model.load(device), model.names(), device.onGpu() ? 4 : 1);
  }

  @Override
  public String modelVersion() {
    return version;
  }

  /** Its hyperparameters. */
  public DetectorConfig config() {
    return network.config();
  }

  @Override
  public List<Outcome<Regions>> detect(List<DecodedImage> images) {
    var outcomes = new LinkedHashMap<Integer, Outcome<Regions>>();
    Map<Size, List<Integer>> bySize = new LinkedHashMap<>();
    for (int i = 0; i < images.size(); i++) {
      var image = images.get(i);
      try {
        var size = network.config().input().size(image);
        bySize.computeIfAbsent(size, unseen -> new ArrayList<>()).add(i);
      } catch (IllegalArgumentException e) {
        outcomes.put(i, rejected("%s cannot be resized: %s".formatted(image, e.getMessage()), e));
      }
    }
    bySize.forEach(
        (size, indices) -> {
          for (int from = 0; from < indices.size(); from += atOnce) {
            var some = indices.subList(from, Math.min(from + atOnce, indices.size()));
            detect(images, size, some, outcomes);
          }
        });
    var inOrder = new ArrayList<Outcome<Regions>>();
    for (int i = 0; i < images.size(); i++) {
      inOrder.add(Objects.requireNonNull(outcomes.get(i)));
    }
    return List.copyOf(inOrder);
  }

  /** When several fail together, each is tried alone. */
  private void detect(
      List<DecodedImage> images,
      Size size,
      List<Integer> indices,
      Map<Integer, Outcome<Regions>> outcomes) {
    try {
      var input = network.config().input();
      var batch = input.batchSize(List.of(size));
      var pixels =
          FloatBuffer.allocate(
              Math.multiplyExact(3 * indices.size() * batch.width(), batch.height()));
      indices.forEach(i -> input.write(images.get(i), batch, pixels));
      var sizes = indices.stream().map(i -> size).toList();
      var found = network.detect(pixels.flip(), batch, sizes);
      for (int n = 0; n < found.size(); n++) {
        var image = images.get(indices.get(n));
        outcomes.put(indices.get(n), found.get(n).map(detected -> regions(image, detected)));
      }
    } catch (RuntimeException e) {
      if (indices.size() > 1) {
        indices.forEach(i -> detect(images, size, List.of(i), outcomes));
      } else {
        outcomes.put(
            indices.get(0),
            rejected("%s: %s".formatted(images.get(indices.get(0)), e.getMessage()), e));
      }
    }
  }

  /** Boxes go back to the image's own pixels; the features' geometry is a share of its size. */
  private Regions regions(DecodedImage image, Detected detected) {
    float wide = (float) image.width() / detected.size().width();
    float high = (float) image.height() / detected.size().height();
    var seen = new ArrayList<Region>();
    var own = new ArrayList<Region>();
    for (int i = 0; i < detected.detections().size(); i++) {
      var detection = detected.detections().get(i);
      var box = detection.box();
      var attributes = attributes(detected.attributes().get(i));
      seen.add(region(detection, box, attributes));
      var scaled = new Box(box.x1() * wide, box.y1() * high, box.x2() * wide, box.y2() * high);
      own.add(region(detection, scaled, attributes));
    }
    return new Regions(
        image.width(),
        image.height(),
        own,
        Geometry.append(
            detected.features(), seen, detected.size().width(), detected.size().height()));
  }

  private Region region(Detection detection, Box box, List<Region.Attribute> attributes) {
    return new Region(box, names.label(detection.label()), detection.score(), attributes);
  }

  private List<Region.Attribute> attributes(List<AttributeRules.Scored> scored) {
    return scored.stream()
        .filter(attribute -> attribute.score() > 0)
        .map(a -> new Region.Attribute(names.attribute(a.attribute()), a.score()))
        .toList();
  }

  private static Outcome<Regions> rejected(String message, RuntimeException cause) {
    return Outcome.rejected(Reason.of("detect", Reason.Code.MODEL_FAILED, message, cause));
  }

  @Override
  public void close() {
    network.close();
  }
}
