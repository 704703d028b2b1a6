package io.alignstream.deploy.cli;

import io.alignstream.deploy.bench.TrainBench;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Precision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--hidden",
      split = ",",
      description = "Hidden sizes (default: ${DEFAULT-VALUE}).",
      defaultValue = "128,768")
  private int[] hidden = {};

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
    for (int size : hidden) {
      new TrainBench(spec.commandLine().getOut(), size, layers, batch, turns, dropout)
          .run(settings);
    }
    return 0;
  }
}
