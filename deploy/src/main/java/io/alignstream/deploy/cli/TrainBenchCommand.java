package io.alignstream.deploy.cli;

import io.alignstream.deploy.bench.TrainBench;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Precision;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream bench train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Training steps with random weights: samples a second, a step beside three forward passes,"
          + " and the time outside TensorFlow. By default a small model and MVPTR-base."
    })
final class TrainBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Models that are measured. */
  private enum Size {
    SMALL(128),
    BASE(768);

    private final int hidden;

    Size(int hidden) {
      this.hidden = hidden;
    }
  }

  @Option(
      names = "--size",
      defaultValue = "all",
      description =
          "small (hidden 128; a minute), base (MVPTR-base, hidden 768; some minutes and 6 GB) or"
              + " all (default: ${DEFAULT-VALUE}).")
  private String size = "all";

  @Option(
      names = "--layers",
      defaultValue = "6",
      description = "Layers of each encoder (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(
      names = "--batch",
      defaultValue = "16",
      description = "Rows of a batch (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--turns",
      defaultValue = "5",
      description = "How often each figure is measured (default: ${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--dropout",
      defaultValue = "0.1",
      description = "Share that is dropped (default: ${DEFAULT-VALUE}).")
  private float dropout;

  @Option(
      names = "--precision",
      defaultValue = "float32",
      description = "float32 or bfloat16 (default: ${DEFAULT-VALUE}).")
  private String precision = "float32";

  @Option(
      names = "--device",
      defaultValue = "cpu",
      description = "cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  TrainBenchCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  TrainBenchCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    Logs.onlyErrors();
    var settings =
        new DeviceSettings(
            device, Runtime.getRuntime().availableProcessors(), 1, Precision.of(precision));
    for (var chosen : sizes()) {
      new TrainBench(spec.commandLine().getOut(), chosen.hidden, layers, batch, turns, dropout)
          .run(settings);
    }
    return 0;
  }

  private List<Size> sizes() {
    return switch (size) {
      case "small" -> List.of(Size.SMALL);
      case "base" -> List.of(Size.BASE);
      case "all" -> List.of(Size.SMALL, Size.BASE);
      default ->
          throw new ParameterException(
              spec.commandLine(), "--size is small, base or all, not " + size);
    };
  }
}
