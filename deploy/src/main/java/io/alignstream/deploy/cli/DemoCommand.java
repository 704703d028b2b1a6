package io.alignstream.deploy.cli;

import io.alignstream.deploy.demo.Demo;
import io.alignstream.deploy.exam.Exam;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.deploy.world.Split;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole line at work, with nothing installed: starts a Kafka broker and a node in"
          + " this process, sends scenes that no model has seen, with captions, questions,"
          + " hypotheses, expressions and hidden words, and shows what comes out beside what is"
          + " true.",
      "",
      "All figures are computed from the Avro records on the output topics. Beside each stands its"
          + " ceiling: what an exact program reads from the same texts over the detector's regions."
    },
    subcommands = {DemoWorldCommand.class, DemoTrainCommand.class, DemoClaimsCommand.class},
    footer = {
      "",
      "Examples:",
      "  alignstream demo",
      "  alignstream demo --events 500 --report figures.json",
      "  alignstream demo --split held-out   pairs of colour and shape that training never showed",
      "  alignstream demo --keep"
    })
final class DemoCommand implements Callable<Integer> {
  private static final int SECONDS_A_START = 120;

  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  @Option(
      names = {"-n", "--events"},
      paramLabel = "N",
      defaultValue = "200",
      description = "Scenes to send, an event each (default: ${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Which of the split's scenes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "test",
      description =
          "test, or held-out: scenes with pairs of colour and shape that training never showed"
              + " (default: ${DEFAULT-VALUE}).")
  private Unseen split = Unseen.TEST;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "alignstream-out/demo",
      description =
          "Where the records go as JSON lines, and the contact sheet (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("");

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes every figure here, as flat JSON.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keeps the broker's data here; by default they are deleted at the end.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--keep",
      description = "Leaves broker and node running until Ctrl-C, to be looked at.")
  private boolean keep;

  /** The splits that nothing was learned from. */
  private enum Unseen {
    TEST(Split.TEST),
    HELD_OUT(Split.HELD_OUT);

    private final Split split;

    Unseen(Split split) {
      this.split = split;
    }

    @Override
    public String toString() {
      return split.word().replace('_', '-');
    }
  }

  DemoCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  DemoCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException {
    if (events < 1 || events > Exam.MOST) {
      throw new ParameterException(
          spec.commandLine(), "--events: %d is not in 1..%d".formatted(events, Exam.MOST));
    }
    Logs.onlyErrors();
    var out = spec.commandLine().getOut();
    var plan =
        new Demo.Plan(
            split.split,
            seed,
            events,
            directory,
            report,
            data,
            Duration.ofSeconds(SECONDS_A_START + 2L * events),
            Terminal.isWatched());
    var config = settings.config();
    var models = ModelFiles.from(config);
    try (var running = new Demo(config, models::open, plan, out).run()) {
      if (keep) {
        var http = "http://127.0.0.1:" + running.node().http().getPort();
        out.printf("%n  Read the topics yourself:%n");
        out.printf("    ./alignstream tail answers -b %s%n", running.bootstrapServers());
        out.printf("    curl %s/metrics%n", http);
        out.printf("    curl '%s/index/neighbours?image_id=%s&k=3'%n", http, running.anImage());
        out.printf("%n  Ctrl-C ends broker and node.%n");
        out.flush();
        running.node().ended().toCompletableFuture().join();
      } else {
        out.printf(
            "  `alignstream demo --keep` leaves broker and node running: then `alignstream tail"
                + " answers`, or%n  the Python consumer of the README, reads the topics"
                + " themselves.%n%n");
        out.flush();
      }
    }
    return 0;
  }
}
