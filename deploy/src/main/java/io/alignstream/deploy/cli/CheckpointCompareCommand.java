package io.alignstream.deploy.cli;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.CheckpointDifference;
import io.alignstream.encode.checkpoint.TensorInfo;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alignstream checkpoint compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compares two checkpoints tensor by tensor.",
      "",
      "Names what only one has, what has another type or shape, and how far values lie apart. Ends"
          + " with status 1 if they differ by more than the tolerance."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream checkpoint compare base base-safetensors",
      "  alignstream checkpoint compare step-100 step-200 --tolerance 1e-3"
    })
final class CheckpointCompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FIRST", description = "A file or a directory.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "SECOND", description = "A file or a directory.")
  private Path second = Path.of("");

  @Option(
      names = "--tolerance",
      paramLabel = "DIFFERENCE",
      defaultValue = "0",
      description = "Absolute difference of two values that still counts as equal (default: 0).")
  private double tolerance;

  CheckpointCompareCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  CheckpointCompareCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    var one = Checkpoint.open(first);
    var other = Checkpoint.open(second);
    long bytes = one.names().stream().map(one::info).mapToLong(TensorInfo::bytes).sum();
    try (var progress = Progress.ofBytes("comparing", bytes)) {
      var difference =
          CheckpointDifference.between(one, other, tensor -> progress.add(tensor.bytes()));
      print(difference);
      return difference.within(tolerance) ? 0 : 1;
    }
  }

  private void print(CheckpointDifference difference) {
    var out = spec.commandLine().getOut();
    difference.onlyFirst().forEach(info -> out.println("only in the first:   " + info));
    difference.onlySecond().forEach(info -> out.println("only in the second:  " + info));
    for (var pair : difference.both()) {
      if (!pair.first().equals(pair.second())) {
        out.printf("not the same form:   %s and %s%n", pair.first(), pair.second());
      } else if (!pair.within(tolerance)) {
        out.printf(Locale.ROOT, "apart by %-10.4g  %s%n", pair.largest(), pair.first());
      }
    }
    long equal = difference.both().stream().filter(pair -> pair.within(tolerance)).count();
    double largest =
        difference.both().stream()
            .mapToDouble(CheckpointDifference.Pair::largest)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    out.printf(
        Locale.ROOT,
        "%d of %d tensors are equal; the largest difference is %.4g%n",
        equal,
        difference.both().size() + difference.onlyFirst().size() + difference.onlySecond().size(),
        largest);
  }
}
