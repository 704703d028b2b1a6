package io.alignstream.deploy.cli;

import io.alignstream.deploy.topics.TopicSetup;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream topics create}. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = "Makes the installation's topics.",
    subcommands = TopicsCommand.Create.class)
final class TopicsCommand {
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Makes the topics that are missing, with what each needs: the index is compacted, dead"
            + " letters are kept up to 4 GiB a partition, sizes follow alignstream.max-event-bytes."
            + " What exists is left as it is."
      })
  static final class Create implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private Installation installation = new Installation();

    @Option(
        names = "--partitions",
        defaultValue = "8",
        description = {
          "Partitions of events, index, answers and dead letters (default: ${DEFAULT-VALUE}).",
          "One stream works on each: take a few times the number of ingest nodes."
        })
    private int partitions;

    @Option(
        names = "--replication",
        description = "Copies of each topic (default: the brokers' setting; 3 is usual).")
    private Optional<Short> replication = Optional.empty();

    Create(CommandSpec spec) {
      this.spec = spec;
    }

    /** For picocli, which fills in the specification. */
    Create() {
      this(CommandSpec.create());
    }

    @Override
    public Integer call() throws InterruptedException {
      if (partitions < 1) {
        throw new ParameterException(
            spec.commandLine(), "--partitions must be at least 1, not " + partitions);
      }
      var kafka = installation.kafka();
      var plan = TopicSetup.plan(installation.topics(), kafka.limits(), partitions, replication);
      TopicSetup.create(kafka, plan)
          .forEach(
              (name, made) ->
                  spec.commandLine()
                      .getOut()
                      .printf("%-8s %s%n", made.name().toLowerCase(Locale.ROOT), name));
      return 0;
    }
  }
}
