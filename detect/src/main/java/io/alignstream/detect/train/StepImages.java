package io.alignstream.detect.train;

import io.alignstream.detect.boxes.Anchors;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.RegionSampling;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The images of a step as the network sees them.
 *
 * @param batch the padded size
 * @param sizes without padding
 * @param truths in pixels of the network's input
 * @param pixels [N, H, W, 3]
 * @param anchors of the padded map, the same for all
 */
record StepImages(
    DetectorConfig config,
    Size batch,
    List<Size> sizes,
    List<GroundTruth> truths,
    FloatBuffer pixels,
    FloatMatrix anchors) {

  static StepImages of(DetectorConfig config, List<TrainingExample> examples) {
    var input = config.trainInput();
    var sizes = examples.stream().map(example -> input.size(example.image())).toList();
    var batch = input.batchSize(sizes);
    var pixels = FloatBuffer.allocate(3 * examples.size() * batch.width() * batch.height());
    var truths = new ArrayList<GroundTruth>();
    for (int n = 0; n < sizes.size(); n++) {
      input.write(examples.get(n).image(), batch, pixels);
      truths.add(examples.get(n).resized(sizes.get(n)));
    }
    int stride = config.trunk().stride();
    return new StepImages(
        config,
        batch,
        sizes,
        truths,
        pixels.flip(),
        Anchors.grid(
            Anchors.cell(stride, config.rpn().sizes(), config.rpn().ratios()),
            stride,
            RegionSampling.cells(config, batch.height()),
            RegionSampling.cells(config, batch.width())));
  }

  Feed pixelFeed() {
    return Feed.floats(
        List.of((long) sizes.size(), (long) batch.height(), (long) batch.width(), 3L),
        to -> to.put(pixels.duplicate()));
  }

  /**
   * Matches, samples and gathers what the losses take.
   *
   * @param proposals of each image; the ground truth is added
   * @param random draws the samples
   */
  Map<String, Feed> feeds(List<FloatMatrix> proposals, SplittableRandom random) {
    var training = config.training();
    var data = new StepData(config, batch, pixels, anchors.rows());
    for (int n = 0; n < sizes.size(); n++) {
      var size = sizes.get(n);
      var truth = truths.get(n);
      var visible = Anchors.visible(anchors, size.width(), size.height(), training.straddle());
      var anchorTargets = AnchorTargets.of(anchors, visible, truth, training.rpn());
      var regionTargets =
          RegionTargets.of(
              RegionTargets.withTruth(proposals.get(n), truth),
              truth,
              training.boxes(),
              config.detections().coder());
      data.add(
          anchorTargets,
          Sample.draw(anchorTargets.integerLabels(), training.rpn(), random.split()),
          regionTargets,
          Sample.draw(regionTargets.integerLabels(), training.boxes(), random.split()),
          truth);
    }
    return data.feeds();
  }
}
