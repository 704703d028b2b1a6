package io.alignstream.deploy.cli;

import io.alignstream.deploy.training.Recipe;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
      paramLabel = "DIR",
      description = "The data: processed lists or the reference's folder (see heads/README.md).")
  private Path data = Path.of("");

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
      defaultValue = "float32",
      description =
          "float32, or bfloat16 for products in 16 bits with float32 weights (default:"
              + " ${DEFAULT-VALUE}).")
  private String precision = "float32";

  Recipe recipe() {
    return Recipe.read(task, recipe, given);
  }

  Path data() {
    return data;
  }

  Path checkpoint() {
    return checkpoint;
  }

  /** Where it runs, with a share of the processors. */
  DeviceSettings device(int processes) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / processes);
    return new DeviceSettings(device, threads, 1, Precision.of(precision));
  }
}
