package io.alignstream.deploy.cli;

import io.alignstream.deploy.training.Recipe;
import io.alignstream.deploy.training.TaskData;
import io.alignstream.deploy.training.TopicEvents;
import io.alignstream.deploy.training.TopicRange;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Precision;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What fine-tune, evaluate and predict have in common. */
final class TaskOptions {
  @Option(
      names = "--task",
      required = true,
      description = "pretrain, mlm, retrieval, vqa, ve, re or classification.")
  private String task = "";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR|TOPIC",
      description = {
        "The data: processed lists or the reference's folder (see heads/DATA.md), or captions of a"
            + " topic's events, kafka:image-caption-events?from=0@0&to=0@5000: partition@offset,"
            + " several with commas, to is exclusive."
      })
  private String data = "";

  @Mixin private Installation installation = new Installation();

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "DIR",
      description = "config.json, vocab.txt and weights.")
  private Path checkpoint = Path.of("");

  @Option(
      names = "--recipe",
      paramLabel = "FILE|NAME",
      description =
          "HOCON settings under the reference's names: a file, or pretrain, mlm,"
              + " retrieval-flickr30k, retrieval-coco, vqa, ve, re, classification. Default: the"
              + " task's.")
  private Optional<String> recipe = Optional.empty();

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = "One setting of the recipe: -s learning_rate=1e-4 -s max_steps=100.")
  private Map<String, String> given = new LinkedHashMap<>();

  @Option(
      names = "--device",
      defaultValue = "cpu",
      description = "cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  @Option(
      names = "--precision",
      description =
          "float32, or bfloat16 for products in 16 bits with float32 weights. Default: the"
              + " recipe's precision.")
  private Optional<String> precision = Optional.empty();

  Recipe recipe() {
    return Recipe.read(task, recipe, given);
  }

  /**
   * Reads a topic's range, if it is one.
   *
   * @param err is told of records that are no events
   */
  TaskData data(PrintWriter err) throws InterruptedException {
    if (!data.startsWith(TopicRange.SCHEME)) {
      return TaskData.of(Path.of(data));
    }
    var range = TopicRange.parse(data);
    var events = TopicEvents.read(installation.kafka(), installation.wire(), range);
    if (events.unreadable() > 0) {
      err.printf("%d records of %s are no events%n", events.unreadable(), range.topic());
    }
    return TaskData.of(events);
  }

  Path checkpoint() {
    return checkpoint;
  }

  /**
   * Where it runs, with a share of the processors.
   *
   * @param err is told if the processor lacks the precision
   */
  DeviceSettings device(Recipe recipe, int processes, PrintWriter err) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / processes);
    var wanted = precision(precision.orElseGet(() -> recipe.text("precision")));
    var settings = new DeviceSettings(device, threads, 1, wanted);
    if (settings.effectivePrecision() != wanted) {
      err.println("this processor has no bfloat16 products: running in float32");
    }
    return settings;
  }

  private static Precision precision(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "float32" -> Precision.FLOAT32;
      case "bfloat16" -> Precision.BFLOAT16;
      default ->
          throw new IllegalArgumentException("precision is float32 or bfloat16, not " + name);
    };
  }
}
