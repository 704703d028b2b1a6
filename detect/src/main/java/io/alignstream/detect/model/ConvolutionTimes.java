package io.alignstream.detect.model;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Variables;
import io.alignstream.encode.runtime.Weights;
import java.util.List;
import java.util.Map;

/**
 * What a detector's convolutions take by themselves: the floor that a whole detection is measured
 * against. Weights and kernels are the detector's, no number leaves the graph.
 */
public final class ConvolutionTimes implements AutoCloseable {
  private static final String HEAD = "feature_extractor";

  private final List<ConvolutionSpec> specs;
  private final int regionsAtOnce;
  private final GraphSession session;
  private double bodyMultiplications;
  private double headMultiplications;

  /**
   * The sum.
   *
   * @param seconds of all convolutions
   * @param multiplications multiply-adds of all
   */
  public record Total(double seconds, double multiplications) {}

  /**
   * Opens a session with nothing but convolutions in it.
   *
   * @param values by their checkpoint names
   * @param image size of the network's input
   * @param regions that go through the box head
   */
  public ConvolutionTimes(
      DetectorConfig config,
      ParameterValues values,
      DeviceSettings device,
      Size image,
      int regions) {
    this.specs = FasterRcnnNet.of(config).convolutions();
    this.regionsAtOnce = Math.min(regions, FasterRcnn.REGIONS_AT_ONCE);
    var folded = new Variables(DetectorWeights.folded(values, config));
    var inputs =
        new Variables(
            ParameterValues.initial(inputs(config, image), InitialValues.normal(1, 1, List.of())));
    this.session =
        GraphSession.build(
            device,
            tf -> {
              var w = folded.bind(tf);
              var given = inputs.bind(tf);
              return List.of(body(w, given), head(w, given));
            });
    folded.initialize(session);
    inputs.initialize(session);
  }

  /** What the chains cannot take from a convolution before. */
  private Parameters inputs(DetectorConfig config, Size image) {
    int side = config.pooling().side();
    return new Parameters.Builder()
        .add("pixels", 1, image.height(), image.width(), 3)
        .add("after_stem", 1, quarter(image.height()), quarter(image.width()), specs.get(0).out())
        .add("regions", regionsAtOnce, side, side, config.trunk().channels())
        .build();
  }

  private static int quarter(int pixels) {
    return (pixels + 3) / 4;
  }

  private GraphFunction body(Weights w, Weights given) {
    var chain = new ConvolutionChain(w, given.get("pixels"));
    for (var spec : specs) {
      if (!spec.path().contains(HEAD)) {
        chain.add(spec);
        if (spec.path().endsWith(".stem")) {
          chain.continueFrom(given.get("after_stem")); // its max-pool is left out
        }
      }
    }
    bodyMultiplications = chain.multiplications();
    return new GraphFunction("body", Map.of(), Map.of(), chain.ops());
  }

  private GraphFunction head(Weights w, Weights given) {
    var chain = new ConvolutionChain(w, given.get("regions"));
    specs.stream().filter(spec -> spec.path().contains(HEAD)).forEach(chain::add);
    headMultiplications = chain.multiplications();
    return new GraphFunction("head", Map.of(), Map.of(), chain.ops());
  }

  /**
   * Times the convolutions of one image.
   *
   * @param regions that go through the box head, so many at once
   * @param repetitions of which the fastest counts
   */
  public Total measure(int regions, int repetitions) {
    double runs = (double) regions / regionsAtOnce;
    return new Total(
        seconds("body", repetitions) + runs * seconds("head", repetitions),
        bodyMultiplications + runs * headMultiplications);
  }

  private double seconds(String function, int repetitions) {
    session.run(function, Map.of()); // the first run prepares kernels
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < repetitions; i++) {
      long begin = System.nanoTime();
      session.run(function, Map.of());
      best = Math.min(best, (System.nanoTime() - begin) / 1e9);
    }
    return best;
  }

  @Override
  public void close() {
    session.close();
  }
}
