package io.alignstream.detect.train;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.train.BatchSource;
import io.alignstream.encode.train.ShuffledExamples;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Steps of a detector for the engine's loop: regions are the ground truth moved and scaled at
 * random, and boxes anywhere. So a step is decided by (seed, batch) alone, may be made ahead and
 * shared out, which proposals of the RPN in training would not allow.
 */
public final class JitteredRegions implements BatchSource {
  private static final int A_TRUTH = 12;
  private static final int ANYWHERE = 40;
  private static final double SHIFT = 0.35;
  private static final double GROWTH = 0.35;

  private final DetectorConfig config;
  private final IntFunction<TrainingExample> examples;
  private final ShuffledExamples order;
  private final long seed;

  /**
   * A source.
   *
   * @param examples by index, safe for several threads
   */
  public JitteredRegions(
      DetectorConfig config,
      IntFunction<TrainingExample> examples,
      ShuffledExamples order,
      long seed) {
    this.config = config;
    this.examples = examples;
    this.order = order;
    this.seed = seed;
  }

  @Override
  public Map<String, Feed> rows(long batch, Share share) {
    var indices = order.indices(batch, share);
    var chosen = new ArrayList<TrainingExample>();
    for (int i = 0; i < indices.size(); i++) {
      var example = examples.apply(indices.get(i));
      boolean flip = random(batch, share.first() + i).nextDouble() < config.training().flip();
      chosen.add(flip ? example.mirrored() : example);
    }
    var images = StepImages.of(config, chosen);
    var regions = new ArrayList<FloatMatrix>();
    for (int i = 0; i < chosen.size(); i++) {
      var random = random(batch, share.first() + i).split();
      regions.add(around(images.truths().get(i), images.sizes().get(i), random));
    }
    return images.feeds(regions, random(batch, share.first()).split());
  }

  private SplittableRandom random(long batch, int row) {
    return new SplittableRandom((seed * 31 + batch) * 1_000_003 + row);
  }

  /** [G · 12 + 40, 4], within the image. */
  static FloatMatrix around(GroundTruth truth, Size size, SplittableRandom random) {
    int rows = truth.boxes().rows() * A_TRUTH + ANYWHERE;
    var boxes = new float[4 * rows];
    int at = 0;
    for (int i = 0; i < truth.boxes().rows(); i++) {
      double width = truth.boxes().get(i, 2) - truth.boxes().get(i, 0) + 1;
      double height = truth.boxes().get(i, 3) - truth.boxes().get(i, 1) + 1;
      double x = truth.boxes().get(i, 0) + width / 2;
      double y = truth.boxes().get(i, 1) + height / 2;
      for (int k = 0; k < A_TRUTH; k++) {
        put(
            boxes,
            at++,
            x + width * random.nextDouble(-SHIFT, SHIFT),
            y + height * random.nextDouble(-SHIFT, SHIFT),
            width * Math.exp(random.nextDouble(-GROWTH, GROWTH)),
            height * Math.exp(random.nextDouble(-GROWTH, GROWTH)),
            size);
      }
    }
    while (at < rows) {
      double side = Math.min(size.width(), size.height()) * random.nextDouble(0.08, 0.6);
      double stretch = Math.exp(random.nextDouble(-GROWTH, GROWTH));
      put(
          boxes,
          at++,
          random.nextDouble(size.width()),
          random.nextDouble(size.height()),
          side * stretch,
          side / stretch,
          size);
    }
    return FloatMatrix.wrap(rows, 4, boxes);
  }

  private static void put(
      float[] boxes, int row, double x, double y, double width, double height, Size size) {
    boxes[4 * row] = (float) Math.max(0, x - width / 2);
    boxes[4 * row + 1] = (float) Math.max(0, y - height / 2);
    boxes[4 * row + 2] = (float) Math.min(size.width() - 1, x + width / 2 - 1);
    boxes[4 * row + 3] = (float) Math.min(size.height() - 1, y + height / 2 - 1);
  }
}
