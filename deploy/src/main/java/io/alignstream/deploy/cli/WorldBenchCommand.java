package io.alignstream.deploy.cli;

import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.bench.WorldBench;
import io.alignstream.deploy.line.ModelFiles;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream bench world}. */
@Command(
    name = "world",
    mixinStandardHelpOptions = true,
    description = {
      "The whole line with its models, end to end: starts a Kafka broker and a node in this process"
          + " and sends it test scenes of the demo's world, once with about 13 task texts each,"
          + " once with nothing but image and caption, which is what a retrieval index takes.",
      "",
      "Of each it measures the peak rate (all events at once), what the processors did meanwhile,"
          + " and, at half of that rate and equal intervals, how long it takes from an event's time"
          + " until a read_committed reader has its index entry.",
      "",
      "Stages work side by side, so that the clock cannot tell their shares; processor time can:"
          + " that of the threads that call a model, and of TensorFlow's own threads, which"
          + " detector and encoder share and which are given to each by how long its callers"
          + " waited. Outside the models are decoding, batching, stream, Kafka's clients, garbage"
          + " collection and compiler; the broker, and what sends and reads here, are not the"
          + " line's."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream bench world",
      "  alignstream bench world --events 50 --half 50 --warm-up 20     a first impression",
      "  alignstream bench world -D line.inference-threads=1"
    })
final class WorldBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  @Option(
      names = {"-n", "--events"},
      paramLabel = "N",
      defaultValue = "400",
      description = "Events that are sent at once (default: ${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--half",
      paramLabel = "N",
      defaultValue = "200",
      description = "Events that are sent at half of the peak rate (default: ${DEFAULT-VALUE}).")
  private int half;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "400",
      description =
          "Events that go before and do not count: with few, the compiler is still at work on the"
              + " parser (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Of the event topic; each has its own stream (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Which of the test scenes (default: ${DEFAULT-VALUE}).")
  private long seed;

  WorldBenchCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  WorldBenchCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.onlyErrors();
    // Detections that are kept from an earlier run would be measured as if they cost nothing.
    var config =
        settings.config(ConfigFactory.parseMap(Map.of("alignstream.detect.cache.directory", "")));
    try (var bars = new Bars()) {
      new WorldBench(
              config, ModelFiles.from(config)::open, plan(), bars, spec.commandLine().getOut())
          .run();
    }
    return 0;
  }

  private WorldBench.Plan plan() {
    try {
      return new WorldBench.Plan(events, half, warmUp, seed, partitions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** A bar a part. */
  private static final class Bars implements WorldBench.Progress, AutoCloseable {
    private String part = "";
    private Optional<Progress> bar = Optional.empty();

    @Override
    public void show(String now, int done, int all) {
      if (!now.equals(part)) {
        close();
        part = now;
        bar = Optional.of(Progress.ofEvents(now));
      }
      bar.ifPresent(shown -> shown.show(done, all));
    }

    @Override
    public void close() {
      bar.ifPresent(Progress::close);
      bar = Optional.empty();
    }
  }
}
