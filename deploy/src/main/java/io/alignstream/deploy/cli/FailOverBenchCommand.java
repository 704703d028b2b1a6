package io.alignstream.deploy.cli;

import io.alignstream.deploy.bench.Benches;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream bench fail-over}. */
@Command(
    name = "fail-over",
    mixinStandardHelpOptions = true,
    description = {
      "Seconds from kill -9 of one of three nodes to the first visible output of the partitions"
          + " it held, with the shipped settings."
    })
final class FailOverBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  @Option(names = "--runs", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--youngest",
      description = "Kill the node that came last, not the first one with its coordinators.")
  private boolean youngest;

  FailOverBenchCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  FailOverBenchCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException {
    Benches.failOver(settings.config(), runs, !youngest, spec.commandLine().getOut());
    return 0;
  }
}
