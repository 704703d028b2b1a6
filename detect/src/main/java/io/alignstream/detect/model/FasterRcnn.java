package io.alignstream.detect.model;

import io.alignstream.detect.boxes.Anchors;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.pixels.Size;
import io.alignstream.detect.select.AttributeRules;
import io.alignstream.detect.select.Detection;
import io.alignstream.detect.select.DetectionRules;
import io.alignstream.detect.select.ProposalRules;
import io.alignstream.detect.select.Rows;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The detector: pixels of some images in, what it found in each out. Safe for several threads.
 *
 * <pre>
 * pixels ─▶ body ─▶ proposals ─▶ box features ─▶ classes ─▶ detections ─▶ attributes
 *           graph   Java         graph           graph      Java          graph, Java
 * </pre>
 */
public final class FasterRcnn implements AutoCloseable {
  /** Regions whose C5 is computed in one run: 32 take about 0.5 GB in VinVL's shape. */
  static final int REGIONS_AT_ONCE = 32;

  private final DetectorConfig config;
  private final DetectorGraph graph;
  private final FloatMatrix cell;

  /** A detector with these weights, by their checkpoint names. */
  public FasterRcnn(DetectorConfig config, ParameterValues values, DeviceSettings device) {
    this(config, new DetectorGraph(config, values, device));
  }

  private FasterRcnn(DetectorConfig config, DetectorGraph graph) {
    this.config = config;
    this.graph = graph;
    this.cell = Anchors.cell(config.trunk().stride(), config.rpn().sizes(), config.rpn().ratios());
  }

  /** The same network under other rules; it closes with this one. */
  public FasterRcnn under(ProposalRules proposals, DetectionRules detections) {
    return new FasterRcnn(config.with(proposals).with(detections), graph);
  }

  /** Its hyperparameters. */
  public DetectorConfig config() {
    return config;
  }

  /**
   * Detects in a batch; an image whose pixels or numbers are not finite is rejected alone.
   *
   * @param pixels [N, H, W, 3]: blue, green, red minus mean, 0 right of and below each image
   * @param batch H and W
   * @param sizes of the images without padding
   */
  public List<Outcome<Detected>> detect(FloatBuffer pixels, Size batch, List<Size> sizes) {
    int each = 3 * batch.width() * batch.height();
    var sound = new boolean[sizes.size()];
    for (int n = 0; n < sound.length; n++) {
      sound[n] = isFinite(pixels.slice(n * each, each));
    }
    var body =
        graph.body(
            sizes.size(),
            batch.height(),
            batch.width(),
            to -> {
              for (int n = 0; n < sound.length; n++) {
                to.put(sound[n] ? pixels.slice(n * each, each) : FloatBuffer.allocate(each));
              }
            });
    var anchors = Anchors.grid(cell, config.trunk().stride(), body.height(), body.width());
    var found = new ArrayList<Outcome<Detected>>();
    for (int n = 0; n < sound.length; n++) {
      found.add(
          sound[n]
              ? detect(body, n, anchors, sizes.get(n))
              : rejected("a pixel is not a finite number"));
    }
    return found;
  }

  private Outcome<Detected> detect(
      DetectorGraph.BodyOutput body, int image, FloatMatrix anchors, Size size) {
    var map = body.of(body.map(), image);
    var objectness = body.of(body.objectness(), image);
    var deltas = body.of(body.deltas(), image);
    if (!isFinite(objectness) || !isFinite(deltas)) {
      return rejected("the network's numbers are not finite");
    }
    var proposals =
        config
            .rpn()
            .test()
            .select(
                matrix(objectness, objectness.capacity()).copyRow(0),
                matrix(deltas, 4),
                anchors,
                size);
    var features = features(map, body, proposals.boxes());
    var classes = graph.classes(features);
    var detections =
        config
            .detections()
            .select(Rows.softmax(classes.logits()), classes.regression(), proposals.boxes(), size);
    var rows = detections.stream().mapToInt(Detection::proposal).toArray();
    var boxFeatures = Rows.take(features, rows);
    int cells = body.height() * body.width();
    return Outcome.accepted(
        new Detected(
            size,
            new Detected.MapSize(body.height(), body.width()),
            matrix(map, map.capacity() / cells),
            matrix(objectness, objectness.capacity() / cells),
            matrix(deltas, deltas.capacity() / cells),
            proposals,
            classes.logits(),
            classes.regression(),
            detections,
            boxFeatures,
            attributes(map, body, detections, boxFeatures)));
  }

  /** Where detections keep their proposals' boxes, the features there are at hand. */
  private List<List<AttributeRules.Scored>> attributes(
      FloatBuffer map,
      DetectorGraph.BodyOutput body,
      List<Detection> detections,
      FloatMatrix boxFeatures) {
    if (detections.isEmpty()) {
      return List.of();
    }
    var features =
        config.detections().ignoreRegression()
            ? boxFeatures
            : features(map, body, boxes(detections));
    var logits =
        graph.attributes(features, detections.stream().mapToInt(Detection::label).toArray());
    return config.attributes().rules().select(AttributeGroups.probabilities(config, logits));
  }

  private FloatMatrix features(FloatBuffer map, DetectorGraph.BodyOutput body, FloatMatrix boxes) {
    return graph.features(map, body.height(), body.width(), boxes, REGIONS_AT_ONCE);
  }

  private static FloatMatrix boxes(List<Detection> detections) {
    var boxes = FloatBuffer.allocate(4 * detections.size());
    detections.stream()
        .map(Detection::box)
        .forEach(box -> boxes.put(box.x1()).put(box.y1()).put(box.x2()).put(box.y2()));
    return FloatMatrix.wrap(detections.size(), 4, boxes.array());
  }

  private static FloatMatrix matrix(FloatBuffer values, int columns) {
    var copy = new float[values.capacity()];
    values.duplicate().get(copy);
    return FloatMatrix.wrap(copy.length / columns, columns, copy);
  }

  private static boolean isFinite(FloatBuffer values) {
    float sum = 0; // 0 · x is NaN for infinite x and for NaN
    for (int i = 0; i < values.capacity(); i++) {
      sum += 0 * values.get(i);
    }
    return sum == 0;
  }

  private static <T> Outcome<T> rejected(String message) {
    return Outcome.rejected(Reason.of("detect", Reason.Code.MODEL_FAILED, message));
  }

  @Override
  public void close() {
    graph.close();
  }
}
