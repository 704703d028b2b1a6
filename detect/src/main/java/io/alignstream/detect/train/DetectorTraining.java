package io.alignstream.detect.train;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.config.SolverConfig;
import io.alignstream.detect.model.DetectorLosses;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.encode.optimize.Schedule;
import io.alignstream.encode.optimize.Sgd;
import io.alignstream.encode.optimize.WeightGroups;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.train.TrainingSession;
import io.alignstream.encode.train.TrainingSettings;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Trains a detector as the reference does: each step's regions are the proposals that the RPN gives
 * at that moment, without gradient, with the ground truth added.
 *
 * <p>The engine's own loop instead takes its data from a {@link JitteredRegions}, whose regions do
 * not depend on the weights.
 */
public final class DetectorTraining implements AutoCloseable {
  private final DetectorConfig config;
  private final TrainingSession session;
  private final long seed;

  /**
   * A training.
   *
   * @param start a checkpoint's weights, or new ones
   * @param settings how to step; {@link #settings} are the reference's
   */
  public DetectorTraining(
      DetectorConfig config,
      ParameterValues start,
      TrainingSettings settings,
      DeviceSettings device) {
    this.config = config;
    this.seed = settings.seed();
    this.session =
        TrainingSession.alone(
            device,
            settings,
            start,
            DetectorLosses.objective(config),
            (tf, w) -> List.of(DetectorLosses.rpn(tf, w, config)));
  }

  /** The reference's SGD: momentum, faster biases without decay, frozen norms and first stages. */
  public static TrainingSettings settings(DetectorConfig config, long seed) {
    var solver = config.training().solver();
    var frozen =
        DetectorWeights.parameters(config).names().stream()
            .filter(name -> DetectorWeights.isFrozen(config, name))
            .toList();
    var groups =
        WeightGroups.decaying(solver.decay())
            .withoutDecay(".bias")
            .atRate(solver.biasFactor(), ".bias")
            .frozen(frozen);
    return new TrainingSettings(new Sgd(solver.momentum()), groups, 0, 1, seed);
  }

  /** The reference's schedule, as factors of its base rate. */
  public static Schedule schedule(SolverConfig solver) {
    return Schedule.steps(
        solver.warmupIterations(),
        solver.warmupFactor(),
        solver.gamma(),
        solver.steps().stream().flatMapToLong(LongStream::of).boxed().toList());
  }

  /**
   * One step.
   *
   * @param step counted from 0; with the seed it decides the samples
   * @param rate learning rate
   */
  public TrainingSession.StepResult step(long step, List<TrainingExample> examples, double rate) {
    var images = StepImages.of(config, examples);
    var random = new SplittableRandom(seed * 31 + step);
    var feeds = images.feeds(proposals(images), random);
    return session.step(
        step, new Share(0, examples.size(), examples.size()), List.of(feeds), rate, false);
  }

  private List<FloatMatrix> proposals(StepImages images) {
    int anchors = images.anchors().rows();
    return session
        .functions()
        .run(
            "rpn",
            Map.<String, Feed>of("pixels", images.pixelFeed()),
            results -> {
              var objectness = results.floats("objectness");
              var deltas = results.floats("deltas");
              var proposals = new ArrayList<FloatMatrix>();
              for (int n = 0; n < images.sizes().size(); n++) {
                var scores = new float[anchors];
                var moves = new float[4 * anchors];
                objectness.get(n * anchors, scores);
                deltas.get(n * 4 * anchors, moves);
                proposals.add(
                    config
                        .rpn()
                        .train()
                        .select(
                            scores,
                            FloatMatrix.wrap(anchors, 4, moves),
                            images.anchors(),
                            images.sizes().get(n))
                        .boxes());
              }
              return proposals;
            });
  }

  /** The weights as they stand, by their checkpoint names. */
  public ParameterValues weights() {
    return ParameterValues.initial(
        DetectorWeights.parameters(config), (name, shape) -> session.weight(name));
  }

  @Override
  public void close() {
    session.close();
  }
}
