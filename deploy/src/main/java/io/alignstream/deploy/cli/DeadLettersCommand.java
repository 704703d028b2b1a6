package io.alignstream.deploy.cli;

import io.alignstream.deploy.topics.DeadLetterReplay;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream dead-letters replay}. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Works with refused events (to read them: alignstream tail).",
    subcommands = DeadLettersCommand.Replay.class)
final class DeadLettersCommand {
  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Sends dead letters back to the topic that they came from, with their original bytes, key"
            + " and headers. Their timestamp is new, so that they are not too old for the topic;"
            + " the first one stays in the header alignstream.first-timestamp. They stay in the"
            + " dead-letter topic; sending one twice replaces its outputs and doubles nothing.",
        "",
        "Choose by reason, key or time; --all takes every one."
      },
      footer = {
        "",
        "Examples:",
        "  alignstream dead-letters replay --reason fetch-failed --dry-run",
        "  alignstream dead-letters replay --from 2026-01-31T12:00:00Z"
      })
  static final class Replay implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private Installation installation = new Installation();

    @Option(
        names = "--reason",
        paramLabel = "REASON",
        description = "Such as fetch-failed or undecodable-image; may be repeated.")
    private Set<String> reasons = new LinkedHashSet<>();

    @Option(names = "--key", paramLabel = "IMAGE-ID", description = "May be repeated.")
    private Set<String> keys = new LinkedHashSet<>();

    @Option(names = "--from", paramLabel = "TIME", description = "Events from this time on.")
    private Optional<Instant> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Events before this time.")
    private Optional<Instant> to = Optional.empty();

    @Option(names = "--all", description = "Every dead letter.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only says how many would be sent.")
    private boolean dryRun;

    Replay(CommandSpec spec) {
      this.spec = spec;
    }

    /** For picocli, which fills in the specification. */
    Replay() {
      this(CommandSpec.create());
    }

    @Override
    public Integer call() throws InterruptedException {
      boolean chosen = !reasons.isEmpty() || !keys.isEmpty() || from.isPresent() || to.isPresent();
      if (chosen == all) {
        throw new picocli.CommandLine.ParameterException(
            spec.commandLine(), "choose by --reason, --key, --from or --to; or take --all");
      }
      var result =
          new DeadLetterReplay(installation.kafka())
              .run(
                  installation.topics().deadLetters(),
                  new DeadLetterReplay.Choice(reasons, keys, from, to),
                  dryRun);
      spec.commandLine()
          .getOut()
          .printf("%d dead letters %s%n", result.sent(), dryRun ? "would be sent" : "sent");
      if (result.cut() > 0) {
        spec.commandLine()
            .getErr()
            .printf(
                "%d were too large for the dead-letter topic, are not whole and stay: their"
                    + " headers say where the events are%n",
                result.cut());
      }
      return 0;
    }
  }
}
