package io.alignstream.deploy.cli;

import io.alignstream.deploy.bench.Benches;
import io.alignstream.deploy.bench.LineRace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream bench line}. */
@Command(
    name = "line",
    mixinStandardHelpOptions = true,
    description = {
      "Events a second with models that do nothing, beside a plain consume-transform-produce"
          + " loop with transactions that does the same to each record, on one node and on two."
          + " All take turns in every round; what counts is the ratio within a round."
    })
final class LineBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  @Option(names = "--partitions", defaultValue = "4", description = "Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(
      names = "--events",
      defaultValue = "400000",
      description = "Events of one run (default: ${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--event-bytes",
      defaultValue = "100",
      description = "About the bytes of one event (default: ${DEFAULT-VALUE}).")
  private int eventBytes;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Rounds that count, after one that does not (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--only",
      split = ",",
      description = "Names of those that take part; the first is what the others are compared to.")
  private List<String> only = List.of();

  LineBenchCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  LineBenchCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException {
    Benches.line(
        settings.config(),
        new LineRace(partitions, events / partitions, eventBytes, rounds, only),
        spec.commandLine().getOut());
    return 0;
  }
}
