package io.alignstream.deploy.claims;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came out, whichever way: each figure's mean over the seeds, and from the least to the most.
 *
 * @param figures what each run reached, seed by seed, by the names of its metrics
 */
public record ClaimsTable(Map<String, List<Map<String, Double>>> figures) {
  private static final String MISSING = "–";

  /** Copies the map. */
  public ClaimsTable {
    figures = Map.copyOf(figures);
  }

  /** A table of Markdown for every comparison. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    for (var comparison : Comparison.all()) {
      lines.add("");
      lines.add(
          "| %s | %s |".formatted(comparison.claim(), String.join(" | ", comparison.figures())));
      lines.add("|---".repeat(1 + comparison.figures().size()) + "|");
      for (var form : comparison.forms()) {
        var cells = form.metrics().stream().map(metric -> cell(form.run(), metric)).toList();
        lines.add("| %s | %s |".formatted(form.name(), String.join(" | ", cells)));
      }
    }
    return lines;
  }

  private String cell(String run, String metric) {
    var spread = values(run, metric).stream().mapToDouble(Double::doubleValue).summaryStatistics();
    return spread.getCount() == 0
        ? MISSING
        : "%.3f (%.3f–%.3f)".formatted(spread.getAverage(), spread.getMin(), spread.getMax());
  }

  private List<Double> values(String run, String metric) {
    return figures.getOrDefault(run, List.of()).stream()
        .filter(reached -> reached.containsKey(metric))
        .map(reached -> reached.getOrDefault(metric, 0.0))
        .toList();
  }

  /** Every number under {@code <run>.<seed's place from 1>.<metric>}. */
  public Map<String, Double> flat() {
    var flat = new LinkedHashMap<String, Double>();
    for (var run : Run.all()) {
      var seeds = figures.getOrDefault(run.name(), List.of());
      for (int seed = 0; seed < seeds.size(); seed++) {
        var prefix = "%s.%d.".formatted(run.name(), seed + 1);
        seeds.get(seed).forEach((metric, value) -> flat.put(prefix + metric, value));
      }
    }
    return flat;
  }
}
