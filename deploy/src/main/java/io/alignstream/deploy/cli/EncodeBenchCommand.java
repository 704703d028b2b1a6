package io.alignstream.deploy.cli;

import io.alignstream.deploy.bench.EncodeBench;
import io.alignstream.deploy.bench.EncodeSoak;
import io.alignstream.encode.runtime.Precision;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream bench encode}. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    description = {
      "MVPTR-base with random weights: pairs a second of each stage, beside the machine's plain"
          + " matrix product; inputs of real lengths; re-ranking; bfloat16 beside float32."
    })
final class EncodeBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--turns",
      defaultValue = "6",
      description = "How often each figure is measured (default: ${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--layers",
      defaultValue = "6",
      description = "Layers of each encoder (default: ${DEFAULT-VALUE}, the base model).")
  private int layers;

  @Option(names = "--precision", split = ",", description = "float32, bfloat16 or both (default).")
  private List<String> precisions = List.of("float32", "bfloat16");

  @Option(
      names = "--soak",
      paramLabel = "CALLS",
      defaultValue = "0",
      description =
          "Instead: so many calls of a small model from two threads, and what they leave behind in"
              + " native memory. A heap of fixed size shows it best:"
              + " ALIGNSTREAM_JAVA_OPTS='-Xms300m -Xmx300m -XX:+AlwaysPreTouch'.")
  private int soak;

  EncodeBenchCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  EncodeBenchCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    if (soak > 0) {
      return new EncodeSoak(soak, 2).run(spec.commandLine().getOut()) == 0 ? 0 : 1;
    }
    new EncodeBench(spec.commandLine().getOut(), turns, layers)
        .run(precisions.stream().map(Precision::of).toList());
    return 0;
  }
}
