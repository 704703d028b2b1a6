package io.alignstream.detect.train;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.RegionSampling;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values for the inputs of {@link io.alignstream.detect.model.DetectorLosses}, gathered image by
 * image.
 */
final class StepData {
  private final DetectorConfig config;
  private final Size batch;
  private final FloatBuffer pixels;
  private final int anchors;

  private final List<Integer> sampledAnchors = new ArrayList<>();
  private final List<Float> anchorLabels = new ArrayList<>();
  private final List<Integer> positiveAnchors = new ArrayList<>();
  private final List<FloatMatrix> anchorDeltas = new ArrayList<>();
  private final List<FloatMatrix> regions = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private final List<Integer> positiveRegions = new ArrayList<>();
  private final List<Integer> positiveLabels = new ArrayList<>();
  private final List<FloatMatrix> regionDeltas = new ArrayList<>();
  private final List<float[]> attributes = new ArrayList<>();

  /**
   * A step.
   *
   * @param pixels [N, H, W, 3]
   * @param anchors of an image
   */
  StepData(DetectorConfig config, Size batch, FloatBuffer pixels, int anchors) {
    this.config = config;
    this.batch = batch;
    this.pixels = pixels;
    this.anchors = anchors;
  }

  /** Adds the next image's samples. */
  void add(
      AnchorTargets anchorTargets,
      Sample anchorSample,
      RegionTargets regionTargets,
      Sample regionSample,
      GroundTruth truth) {
    int firstAnchor = regions.size() * anchors;
    int firstRegion = labels.size();
    anchorSample.positives().forEach(row -> addAnchor(firstAnchor, row, 1));
    anchorSample.negatives().forEach(row -> addAnchor(firstAnchor, row, 0));
    for (int row : anchorSample.positives()) {
      positiveAnchors.add(firstAnchor + row);
      anchorDeltas.add(FloatMatrix.row(anchorTargets.deltas().copyRow(row)));
    }
    var rows = regionSample.all();
    regions.add(io.alignstream.detect.select.Rows.take(regionTargets.boxes(), rows));
    for (int i = 0; i < rows.length; i++) {
      int label = regionTargets.labels().get(rows[i]);
      labels.add(label);
      if (label > 0) {
        positiveRegions.add(firstRegion + i);
        positiveLabels.add(label);
        regionDeltas.add(FloatMatrix.row(regionTargets.deltas().copyRow(rows[i])));
        var own = truth.attributes().get(regionTargets.matches().get(rows[i]));
        attributes.add(softTargets(config.attributes(), own));
      }
    }
  }

  private void addAnchor(int first, int row, float label) {
    sampledAnchors.add(first + row);
    anchorLabels.add(label);
  }

  /** 1/k each, or 1 in groups that exclude each other: [T]. */
  static float[] softTargets(DetectorConfig.Attributes config, List<Integer> of) {
    var targets = new float[config.count()];
    for (int attribute : of) {
      targets[attribute] = config.groups().isEmpty() ? 1f / of.size() : 1;
    }
    return targets;
  }

  /** The feeds, by the losses' names. */
  Map<String, Feed> feeds() {
    var feeds = new LinkedHashMap<String, Feed>();
    feeds.put(
        "pixels",
        Feed.floats(
            List.of((long) regions.size(), (long) batch.height(), (long) batch.width(), 3L),
            to -> to.put(pixels.duplicate())));
    feeds.put("sampled_anchors", ints(sampledAnchors));
    feeds.put("anchor_labels", floats(anchorLabels));
    feeds.put("positive_anchors", ints(positiveAnchors));
    feeds.put("anchor_deltas", stacked(anchorDeltas, 4));
    feeds.putAll(RegionSampling.feeds(config, batch, regions));
    feeds.put("labels", ints(labels));
    feeds.put("positive_regions", ints(positiveRegions));
    feeds.put("positive_labels", ints(positiveLabels));
    feeds.put("region_deltas", stacked(regionDeltas, 4));
    feeds.put(
        "attributes",
        stacked(attributes.stream().map(FloatMatrix::row).toList(), config.attributes().count()));
    return feeds;
  }

  private static Feed ints(List<Integer> values) {
    return Feed.ints(List.of((long) values.size()), to -> values.forEach(to::put));
  }

  private static Feed floats(List<Float> values) {
    return Feed.floats(List.of((long) values.size()), to -> values.forEach(to::put));
  }

  private static Feed stacked(List<FloatMatrix> rows, int columns) {
    return Feed.floats(
        List.of((long) rows.size(), (long) columns),
        to -> rows.forEach(row -> to.put(row.buffer())));
  }
}
