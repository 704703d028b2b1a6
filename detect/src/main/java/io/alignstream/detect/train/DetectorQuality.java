package io.alignstream.detect.train;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.Detected;
import io.alignstream.detect.model.FasterRcnn;
import io.alignstream.detect.select.AttributeRules;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How well a detector sees images whose truth is known, at an overlap of a half: {@link #MAP}; the
 * share of objects under a detection ({@code recall}), and of those the share with the right class
 * ({@code class}) and the right attribute of group i ({@code attribute.i}).
 *
 * @param config of the detector
 * @param unseen images that it did not learn from
 * @param device where it runs
 */
public record DetectorQuality(DetectorConfig config, TrainingExamples unseen, DeviceSettings device)
    implements Function<ParameterValues, Map<String, Double>> {
  /** Mean average precision at an overlap of 0.5. */
  public static final String MAP = "map50";

  private static final float OVERLAP = 0.5f;

  @Override
  public Map<String, Double> apply(ParameterValues weights) {
    var precision = new AveragePrecision(config.classes(), OVERLAP);
    var counts = new LinkedHashMap<String, int[]>(); // right, of
    try (var network = new FasterRcnn(config, weights, device)) {
      for (int i = 0; i < unseen.count(); i++) {
        var example = unseen.at().apply(i);
        detect(network, example)
            .ifPresent(
                found -> {
                  var truth = example.resized(found.size());
                  precision.add(truth, found.detections());
                  count(truth, found, counts);
                });
      }
    }
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put(MAP, precision.mean());
    counts.forEach((name, count) -> metrics.put(name, (double) count[0] / Math.max(1, count[1])));
    return metrics;
  }

  private static Optional<Detected> detect(FasterRcnn network, TrainingExample example) {
    var input = network.config().input();
    var size = input.size(example.image());
    var batch = input.batchSize(List.of(size));
    var pixels = FloatBuffer.allocate(3 * batch.width() * batch.height());
    input.write(example.image(), batch, pixels);
    return network.detect(pixels.flip(), batch, List.of(size)).get(0).toOptional();
  }

  private void count(GroundTruth truth, Detected found, Map<String, int[]> counts) {
    for (int row = 0; row < truth.boxes().rows(); row++) {
      int best = best(truth, row, found);
      add(counts, "recall", best >= 0);
      if (best >= 0) {
        var detection = found.detections().get(best);
        add(counts, "class", detection.label() == truth.labels().get(row));
        var groups = config.attributes().groups();
        int from = 1;
        for (int g = 0; g < groups.size(); g++) {
          int to = from + groups.get(g);
          var wanted = inGroup(truth.attributes().get(row), from, to);
          if (wanted.isPresent()) {
            var seen = found.attributes().get(best).stream().map(AttributeRules.Scored::attribute);
            add(counts, "attribute." + g, inGroup(seen.toList(), from, to).equals(wanted));
          }
          from = to;
        }
      }
    }
  }

  private static Optional<Integer> inGroup(List<Integer> attributes, int from, int to) {
    return attributes.stream().filter(a -> a >= from && a < to).findFirst();
  }

  private static void add(Map<String, int[]> counts, String name, boolean right) {
    var count = counts.computeIfAbsent(name, unseen -> new int[2]);
    count[0] += right ? 1 : 0;
    count[1]++;
  }

  /** The detection with the best score that overlaps enough, or -1. */
  private static int best(GroundTruth truth, int row, Detected found) {
    int best = -1;
    var own = FloatMatrix.row(truth.boxes().copyRow(row));
    for (int i = 0; i < found.detections().size(); i++) {
      var detection = found.detections().get(i);
      boolean better = best < 0 || detection.score() > found.detections().get(best).score();
      if (better && AveragePrecision.overlap(detection, own, 0) >= OVERLAP) {
        best = i;
      }
    }
    return best;
  }
}
