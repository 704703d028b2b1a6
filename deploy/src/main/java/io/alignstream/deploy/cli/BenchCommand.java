package io.alignstream.deploy.cli;

import picocli.CommandLine.Command;

/** {@code alignstream bench}: one command a part. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures the parts on this machine.",
    subcommands = {
      WorldBenchCommand.class,
      LineBenchCommand.class,
      FailOverBenchCommand.class,
      DetectBenchCommand.class,
      ParseBenchCommand.class,
      EncodeBenchCommand.class,
      TrainBenchCommand.class
    })
final class BenchCommand {}
