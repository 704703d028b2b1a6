package io.alignstream.deploy.claims;

import com.fasterxml.jackson.databind.JsonNode;
import io.alignstream.deploy.curriculum.Curriculum;
import io.alignstream.deploy.curriculum.FirstWeights;
import io.alignstream.deploy.curriculum.PairsLesson;
import io.alignstream.encode.progress.MetricsFile;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.train.Trainer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Trains the runs of {@link Run#all()} on what the lessons' scenes left, and reads what they
 * reached on scenes that none learns from. Each goes on where it was interrupted.
 *
 * @param curriculum whose {@code words}, {@code regions}, {@code lists}, {@code mlm} and {@code
 *     pretraining} are there
 * @param features F of the detector, box included
 * @param directory of the runs
 * @param given settings over all others
 */
public record Runs(Curriculum curriculum, int features, Path directory, Map<String, String> given) {
  /** Copies the settings. */
  public Runs {
    given = Map.copyOf(given);
  }

  /**
   * Trains one run to its end, or until it is stopped.
   *
   * @param seed of the order, and of all new weights
   * @param started is given each trainer, to stop it
   * @return whether it came to its end
   * @throws InterruptedException if the thread was interrupted
   */
  public boolean train(
      Run run, long seed, PrintStream log, boolean terminal, Consumer<Trainer> started)
      throws InterruptedException {
    ParsedCaptions.write(lists("captions"), lists(ParsedCaptions.NAME));
    var from = start(run, seed);
    for (var step : run.steps()) {
      var out = out(run, seed, step);
      var settings = settings(step, seed);
      if (evaluation(out, settings).isEmpty()) {
        new PairsLesson(
                step.task(),
                "demo-" + step.task(),
                lists(step.lists()),
                curriculum.regions().directory(),
                from,
                out,
                settings)
            .learn(DeviceSettings.cpu(), log, terminal, started);
        if (evaluation(out, settings).isEmpty()) {
          return false;
        }
      }
      from = out.resolve("best");
    }
    return true;
  }

  /**
   * What a run's trainings reached, by the names of their metrics; none before its end. What was
   * measured after step 100 of a longer one is {@code score@100}.
   */
  public Map<String, Double> figures(Run run, long seed) {
    var figures = new TreeMap<String, Double>();
    for (var step : run.steps()) {
      var settings = settings(step, seed);
      var out = out(run, seed, step);
      if (evaluation(out, settings).isEmpty()) {
        return Map.of();
      }
      for (var line : evaluations(out)) {
        long at = line.path("step").asLong();
        var when = at == last(settings) ? "" : "@" + at;
        line.path("evaluation")
            .fields()
            .forEachRemaining(
                metric -> figures.put(metric.getKey() + when, metric.getValue().asDouble()));
      }
    }
    return figures;
  }

  private Path start(Run run, long seed) {
    if (run.start().isPresent()) {
      return curriculum.directory().resolve(run.start().get());
    }
    var first = directory.resolve("%s-%d".formatted(run.name(), seed)).resolve("first");
    new FirstWeights(curriculum.words(), features, seed, run.isJoint()).write(first);
    return first;
  }

  private Path lists(String name) {
    return name.equals(ParsedCaptions.NAME)
        ? directory.resolve(name)
        : curriculum.lists().directory().resolve(name);
  }

  private Path out(Run run, long seed, Run.Step step) {
    return directory.resolve("%s-%d".formatted(run.name(), seed)).resolve(step.task());
  }

  private Map<String, String> settings(Run.Step step, long seed) {
    var settings = new LinkedHashMap<>(step.settings());
    settings.put("seed", String.valueOf(seed));
    settings.putAll(given);
    return settings;
  }

  /** The evaluation after a training's last step. */
  private static Optional<JsonNode> evaluation(Path out, Map<String, String> settings) {
    return Files.exists(out.resolve("best"))
        ? evaluations(out).stream()
            .filter(line -> line.path("step").asLong() == last(settings))
            .findFirst()
        : Optional.empty();
  }

  private static List<JsonNode> evaluations(Path out) {
    return MetricsFile.read(out.resolve("metrics.jsonl")).stream()
        .filter(line -> line.has("evaluation"))
        .toList();
  }

  private static long last(Map<String, String> settings) {
    return Long.parseLong(settings.getOrDefault("max_steps", "0"));
  }
}
