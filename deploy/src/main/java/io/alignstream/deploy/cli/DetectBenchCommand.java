package io.alignstream.deploy.cli;

import io.alignstream.detect.bench.DetectBench;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Precision;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream bench detect}. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    description = {
      "Images a second of VinVL's X152-C4 with random weights, beside the sum of its"
          + " convolutions alone, and the most memory that the process held."
    })
final class DetectBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--images", defaultValue = "2", description = "Timed images, the fastest counts.")
  private int images;

  @Option(names = "--width", defaultValue = "1000", description = "Pixels.")
  private int width;

  @Option(names = "--height", defaultValue = "600", description = "Pixels.")
  private int height;

  @Option(
      names = "--precision",
      defaultValue = "float32",
      description = "float32, or bfloat16 where the processor has it.")
  private String precision = "";

  @Option(
      names = "--model-config",
      paramLabel = "FILE",
      description = "Another shape: config.json, YAML or HOCON (default: X152-C4).")
  private Optional<Path> config = Optional.empty();

  DetectBenchCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  DetectBenchCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    var shape = config.map(DetectorConfig::read).orElseGet(DetectorConfig::vinvl);
    var device = DeviceSettings.cpu().in(Precision.of(precision));
    DetectBench.run(shape, device, new Size(width, height), images)
        .print(spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
