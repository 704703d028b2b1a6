package io.alignstream.detect.train;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.train.BatchSource;
import io.alignstream.encode.train.ShuffledExamples;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Steps of a detector for the engine's loop. Images are decoded, mirrored and resized ahead; the
 * regions of a step are the proposals that the RPN gives just before it, without gradient, with the
 * ground truth added, as the reference trains. Which images, mirrored or not, and which samples are
 * drawn is decided by (seed, batch).
 */
final class ProposedRegions implements BatchSource {
  /** The function that gives proposals: {@link io.alignstream.detect.model.DetectorLosses#rpn}. */
  private static final String RPN = "rpn";

  private final DetectorConfig config;
  private final TrainingExamples examples;
  private final ShuffledExamples order;
  private final long seed;
  private final Map<Long, Ahead> ahead = new ConcurrentHashMap<>();

  /** A batch's images, and what draws its samples. */
  private record Ahead(StepImages images, SplittableRandom random) {}

  ProposedRegions(
      DetectorConfig config, TrainingExamples examples, ShuffledExamples order, long seed) {
    this.config = config;
    this.examples = examples;
    this.order = order;
    this.seed = seed;
  }

  @Override
  public Map<String, Feed> rows(long batch, Share share) {
    var indices = order.indices(batch, share);
    var chosen = new ArrayList<TrainingExample>(indices.size());
    for (int i = 0; i < indices.size(); i++) {
      var example = examples.at().apply(indices.get(i));
      boolean flip = random(batch, share.first() + i).nextDouble() < config.training().flip();
      chosen.add(flip ? example.mirrored() : example);
    }
    var images = StepImages.of(config, chosen);
    ahead.put(batch, new Ahead(images, random(batch, share.first()).split()));
    return Map.of("pixels", images.pixelFeed());
  }

  @Override
  public Map<String, Feed> complete(long batch, Map<String, Feed> rows, GraphSession functions) {
    var step = Objects.requireNonNull(ahead.remove(batch), "batches are completed once");
    return step.images().feeds(proposals(step.images(), rows, functions), step.random());
  }

  private List<FloatMatrix> proposals(
      StepImages images, Map<String, Feed> pixels, GraphSession functions) {
    int anchors = images.anchors().rows();
    return functions.run(
        RPN,
        pixels,
        results -> {
          var objectness = results.floats("objectness");
          var deltas = results.floats("deltas");
          var proposals = new ArrayList<FloatMatrix>();
          for (int n = 0; n < images.sizes().size(); n++) {
            var scores = new float[anchors];
            var moves = new float[4 * anchors];
            objectness.get(n * anchors, scores);
            deltas.get(n * 4 * anchors, moves);
            var chosen =
                config
                    .rpn()
                    .train()
                    .select(
                        scores,
                        FloatMatrix.wrap(anchors, 4, moves),
                        images.anchors(),
                        images.sizes().get(n));
            proposals.add(chosen.boxes());
          }
          return proposals;
        });
  }

  private SplittableRandom random(long batch, int row) {
    return new SplittableRandom((seed * 31 + batch) * 1_000_003 + row);
  }
}
