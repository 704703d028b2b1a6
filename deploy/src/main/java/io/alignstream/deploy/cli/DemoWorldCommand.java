package io.alignstream.deploy.cli;

import io.alignstream.deploy.world.Split;
import io.alignstream.deploy.world.WorldFiles;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream demo world}. */
@Command(
    name = "world",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the demo's world as files: pictures of things whose truth is known, COCO captions and"
          + " instances, and a processed list for each task.",
      "",
      "The same numbers always give the same files; pictures that are there already stay. No scene"
          + " is in two splits, and pairs of colour and shape that are held out are in no other"
          + " one."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream demo world --out world --train 2000 --test 500",
      "  alignstream produce world/test_captions.json --images world/images/test"
    })
final class DemoWorldCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      required = true,
      description = "Where the files go.")
  private Path directory = Path.of("");

  @Option(
      names = "--train",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Scenes to learn from (default: ${DEFAULT-VALUE}).")
  private int train;

  @Option(
      names = "--validation",
      paramLabel = "N",
      defaultValue = "200",
      description = "Scenes to watch the training on (default: ${DEFAULT-VALUE}).")
  private int validation;

  @Option(
      names = "--test",
      paramLabel = "N",
      defaultValue = "500",
      description = "Scenes to measure on (default: ${DEFAULT-VALUE}).")
  private int test;

  @Option(
      names = "--held-out",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Scenes with pairs of colour and shape that no other split shows (default:"
              + " ${DEFAULT-VALUE}).")
  private int heldOut;

  DemoWorldCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  DemoWorldCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    var scenes =
        new EnumMap<Split, Integer>(
            Map.of(
                Split.TRAIN, train,
                Split.VALIDATION, validation,
                Split.TEST, test,
                Split.HELD_OUT, heldOut));
    var files = new WorldFiles(directory);
    int all = scenes.values().stream().mapToInt(Integer::intValue).sum();
    try (var progress = Progress.ofImages("world", all)) {
      scenes.forEach((split, count) -> files.write(split, count, () -> progress.add(1)));
    }
    spec.commandLine().getOut().printf("%,d scenes in %s%n", all, directory);
    return 0;
  }
}
