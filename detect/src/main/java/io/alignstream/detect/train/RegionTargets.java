package io.alignstream.detect.train;

import io.alignstream.detect.boxes.BoxCoder;
import io.alignstream.detect.boxes.Matcher;
import io.alignstream.detect.boxes.Overlap;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What the box and attribute heads should say of one image's proposals.
 *
 * @param boxes the proposals, ground truth included: [R, 4]
 * @param labels class index, 0 background, -1 ignored
 * @param deltas to the best ground truth: [R, 4]
 * @param matches ground truth of each proposal, or negative
 */
public record RegionTargets(
    FloatMatrix boxes, List<Integer> labels, FloatMatrix deltas, List<Integer> matches) {
  /** Copies the lists. */
  public RegionTargets {
    labels = List.copyOf(labels);
    matches = List.copyOf(matches);
  }

  /** Proposals with the ground truth after them, as the reference trains on. */
  public static FloatMatrix withTruth(FloatMatrix proposals, GroundTruth truth) {
    int rows = proposals.rows() + truth.boxes().rows();
    var boxes = FloatBuffer.allocate(4 * rows);
    boxes.put(proposals.buffer()).put(truth.boxes().buffer());
    return FloatMatrix.wrap(rows, 4, boxes.array());
  }

  /** Matches proposals. */
  public static RegionTargets of(
      FloatMatrix proposals, GroundTruth truth, DetectorConfig.Sampling sampling, BoxCoder coder) {
    var matches =
        new Matcher((float) sampling.foreground(), (float) sampling.background(), false)
            .match(Overlap.iou(truth.boxes(), proposals));
    var labels =
        Arrays.stream(matches)
            .mapToObj(
                match ->
                    match >= 0 ? truth.labels().get(match) : match == Matcher.BACKGROUND ? 0 : -1)
            .toList();
    return new RegionTargets(
        proposals,
        labels,
        coder.encode(AnchorTargets.matched(truth, matches), proposals),
        Arrays.stream(matches).boxed().toList());
  }

  int[] integerLabels() {
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }
}
