package io.alignstream.deploy.cli;

import io.alignstream.detect.bench.DetectBench;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.runtime.DeviceSettings;
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
          + " convolutions alone."
    })
final class DetectBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--images", defaultValue = "2", description = "Timed images.")
  private int images;

  @Option(names = "--width", defaultValue = "1000", description = "Pixels.")
  private int width;

  @Option(names = "--height", defaultValue = "600", description = "Pixels.")
  private int height;

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
    DetectBench.run(shape, DeviceSettings.cpu(), new Size(width, height), images)
        .print(spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
