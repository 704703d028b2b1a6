package io.alignstream.deploy.cli;

import io.alignstream.deploy.demo.Demo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole line at work, with nothing installed: starts a Kafka broker and a node in"
          + " this process, sends pictures with captions and questions through them, and shows what"
          + " comes out."
    },
    subcommands = {DemoWorldCommand.class, DemoTrainCommand.class},
    footer = {"", "Examples:", "  alignstream demo", "  alignstream demo --events 2000 --keep"})
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  @Option(
      names = {"-n", "--events"},
      defaultValue = "240",
      description = "Pictures to send (default: ${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the world that the pictures show (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "alignstream-out/demo",
      description = "Where the records are written as JSON lines (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keeps the broker's data here; by default they are deleted at the end.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--keep",
      description = "Leaves broker and node running until Ctrl-C, to be looked at.")
  private boolean keep;

  DemoCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  DemoCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.onlyErrors();
    var out = spec.commandLine().getOut();
    var plan =
        new Demo.Plan(
            events,
            seed,
            directory,
            data,
            Duration.ofSeconds(100).plusMillis(100L * events),
            Terminal.isWatched());
    try (var running = new Demo(settings.config(), plan, out).run()) {
      var broker = running.bootstrapServers();
      out.printf("%n  Read them yourself:%n");
      if (keep) {
        out.printf("    ./alignstream tail answers -b %s%n", broker);
        var http = "http://127.0.0.1:" + running.node().http().getPort();
        out.printf("    curl %s/metrics%n", http);
        out.printf("    curl '%s/index/neighbours?image_id=scene-00001&k=3'%n", http);
        out.printf("%n  Ctrl-C ends broker and node.%n");
        out.flush();
        running.node().ended().toCompletableFuture().join();
      } else {
        out.printf("    head -n 1 %s%n", directory.resolve("answers.jsonl"));
        out.printf(
            "    ./alignstream demo --keep    leaves the broker running for `alignstream"
                + " tail`%n%n");
        out.flush();
      }
    }
    return 0;
  }
}
