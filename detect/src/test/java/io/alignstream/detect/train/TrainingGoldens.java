package io.alignstream.detect.train;

import io.alignstream.detect.Goldens;
import io.alignstream.detect.boxes.Anchors;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The reference's training of one image: what it was given and what it drew. */
final class TrainingGoldens {
  static final Goldens TRAIN = Goldens.of("train.safetensors");
  static final Path LOSSES = Goldens.DIRECTORY.resolve("train.json");
  static final DetectorConfig CONFIG =
      DetectorConfig.read(Goldens.DIRECTORY.resolve("config.json"));
  static final Size SIZE = new Size(236, 216);
  static final FloatMatrix ANCHORS =
      Anchors.grid(Anchors.cell(16, CONFIG.rpn().sizes(), CONFIG.rpn().ratios()), 16, 14, 15);
  static final GroundTruth TRUTH = truth();

  private TrainingGoldens() {}

  private static GroundTruth truth() {
    var attributes = TRAIN.ints("gt_attributes"); // [4, 16], 0 for none
    var lists = new ArrayList<List<Integer>>();
    for (int i = 0; i < 4; i++) {
      lists.add(Arrays.stream(attributes, 16 * i, 16 * i + 16).filter(a -> a > 0).boxed().toList());
    }
    return new GroundTruth(TRAIN.matrix("gt_boxes"), boxed("gt_labels"), lists);
  }

  static AnchorTargets anchorTargets() {
    return AnchorTargets.of(
        ANCHORS,
        Anchors.visible(ANCHORS, SIZE.width(), SIZE.height(), 0),
        TRUTH,
        CONFIG.training().rpn());
  }

  static RegionTargets regionTargets() {
    return RegionTargets.of(
        TRAIN.matrix("proposals_with_gt"),
        TRUTH,
        CONFIG.training().boxes(),
        CONFIG.detections().coder());
  }

  /** What the reference drew, {@code rpn} or {@code roi}. */
  static Sample sample(String name) {
    return new Sample(boxed(name + "_sampled_pos"), boxed(name + "_sampled_neg"));
  }

  private static List<Integer> boxed(String name) {
    return Arrays.stream(TRAIN.ints(name)).boxed().toList();
  }

  static ParameterValues weights() {
    return DetectorWeights.load(Checkpoint.open(Goldens.DIRECTORY.resolve("weights.pth")), CONFIG);
  }

  static FloatBuffer pixels() {
    var pixels = FloatBuffer.allocate(3 * SIZE.width() * SIZE.height());
    CONFIG.input().write(Goldens.image("coco_test_small.png"), SIZE, pixels);
    return pixels.flip();
  }

  static Map<String, Feed> feeds() {
    var data = new StepData(CONFIG, SIZE, pixels(), ANCHORS.rows());
    data.add(anchorTargets(), sample("rpn"), regionTargets(), sample("roi"), TRUTH);
    return data.feeds();
  }

  /** Largest difference over the largest expected entry. */
  static double relative(float[] actual, float[] expected) {
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      apart = Math.max(apart, Math.abs(actual[i] - expected[i]));
    }
    return apart / largest;
  }
}
