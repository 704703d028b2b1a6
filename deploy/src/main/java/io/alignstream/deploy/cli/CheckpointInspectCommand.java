package io.alignstream.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.TensorInfo;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alignstream checkpoint inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Lists the tensors of a checkpoint: name, type, shape.",
    footer = {
      "",
      "Examples:",
      "  alignstream checkpoint inspect pretrained_models/base",
      "  alignstream checkpoint inspect model.pth --match 'bert\\.txt_encoder\\..*' --values",
      "  alignstream checkpoint inspect base --json | jq -r 'select(.type == \"F16\") | .name'"
    })
final class CheckpointInspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CHECKPOINT", description = "A file or a directory.")
  private Path path = Path.of("");

  @Option(
      names = "--match",
      paramLabel = "REGEX",
      defaultValue = ".*",
      description = "Only tensors whose whole name matches.")
  private Pattern match = Pattern.compile(".*");

  @Option(
      names = "--values",
      description = "Also the least, the greatest and the mean value, and how many are NaN.")
  private boolean values;

  @Option(names = "--json", description = "One JSON object a line instead of a table.")
  private boolean json;

  CheckpointInspectCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  CheckpointInspectCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    var checkpoint = Checkpoint.open(path);
    var tensors =
        checkpoint.names().stream()
            .filter(name -> match.matcher(name).matches())
            .map(checkpoint::info)
            .toList();
    var out = spec.commandLine().getOut();
    long bytes = tensors.stream().mapToLong(TensorInfo::bytes).sum();
    int width = tensors.stream().mapToInt(info -> info.name().length()).max().orElse(0);
    try (var progress = Progress.ofBytes("reading", values ? bytes : 0)) {
      for (var info : tensors) {
        out.println(json ? object(checkpoint, info) : row(checkpoint, info, width));
        progress.add(info.bytes());
      }
    }
    if (!json) {
      long elements = tensors.stream().mapToLong(TensorInfo::elements).sum();
      out.printf(
          Locale.ROOT,
          "%n%,d tensors, %,d numbers, %,d bytes in %s%n",
          tensors.size(),
          elements,
          bytes,
          checkpoint.path());
    }
    return 0;
  }

  private String row(Checkpoint checkpoint, TensorInfo info, int width) {
    var row =
        ("%-" + Math.max(1, width) + "s  %-4s  %s")
            .formatted(info.name(), info.type(), info.shape());
    if (!values) {
      return row;
    }
    var summary = Summary.of(checkpoint, info.name());
    return String.format(
        Locale.ROOT,
        "%s  min %.6g  max %.6g  mean %.6g%s",
        row,
        summary.least(),
        summary.greatest(),
        summary.mean(),
        summary.notNumbers() == 0 ? "" : "  NaN %,d".formatted(summary.notNumbers()));
  }

  private ObjectNode object(Checkpoint checkpoint, TensorInfo info) {
    var mapper = new ObjectMapper();
    var object = mapper.createObjectNode();
    object.put("name", info.name()).put("type", info.type().name());
    object.set("shape", mapper.valueToTree(info.shape()));
    if (values) {
      var summary = Summary.of(checkpoint, info.name());
      object
          .put("min", summary.least())
          .put("max", summary.greatest())
          .put("mean", summary.mean())
          .put("nan", summary.notNumbers());
    }
    return object;
  }

  /** Of the values that are numbers. */
  private record Summary(double least, double greatest, double mean, long notNumbers) {
    static Summary of(Checkpoint checkpoint, String name) {
      double least = Double.POSITIVE_INFINITY;
      double greatest = Double.NEGATIVE_INFINITY;
      double sum = 0;
      long numbers = 0;
      long notNumbers = 0;
      for (var left = checkpoint.floats(name).duplicate(); left.hasRemaining(); ) {
        float value = left.get();
        if (Float.isNaN(value)) {
          notNumbers++;
        } else {
          least = Math.min(least, value);
          greatest = Math.max(greatest, value);
          sum += value;
          numbers++;
        }
      }
      return new Summary(least, greatest, numbers == 0 ? 0 : sum / numbers, notNumbers);
    }
  }
}
