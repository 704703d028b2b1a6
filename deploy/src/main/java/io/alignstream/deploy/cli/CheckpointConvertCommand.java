package io.alignstream.deploy.cli;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.CheckpointConversion;
import io.alignstream.encode.checkpoint.ElementType;
import io.alignstream.encode.checkpoint.TensorInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alignstream checkpoint convert}. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a checkpoint as model.safetensors.",
      "",
      "config.json, vocab.txt, id2phrase.json, answers.txt and labels.json are copied where they"
          + " stand beside it. Names stay the reference's; tensors that share memory are written"
          + " out each. Python reads it with safetensors.torch.load_file."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream checkpoint convert pretrained_models/base --out base-safetensors",
      "  alignstream checkpoint convert checkpoint.pth --out half --type f16"
    })
final class CheckpointConvertCommand implements Callable<Integer> {
  /** What tensors of fractions may become. */
  enum Fractions {
    F32,
    F16,
    BF16
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CHECKPOINT", description = "A file or a directory.")
  private Path path = Path.of("");

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "The directory to write; made if it is missing.")
  private Path out = Path.of("");

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "f32, f16 or bf16 for all fractions, rounded to nearest (default: as they are).")
  private Optional<Fractions> type = Optional.empty();

  @Option(names = "--force", description = "Replaces a model.safetensors that is there.")
  private boolean force;

  CheckpointConvertCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  CheckpointConvertCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    var weights = out.resolve("model.safetensors");
    if (!force && Files.exists(weights)) {
      throw new ParameterException(
          spec.commandLine(), weights + " is there already: --force replaces it");
    }
    var checkpoint = Checkpoint.open(path);
    long bytes =
        checkpoint.names().stream().map(checkpoint::info).mapToLong(TensorInfo::bytes).sum();
    try (var progress = Progress.ofBytes("converting", bytes)) {
      var written =
          CheckpointConversion.convert(
              checkpoint,
              out,
              type.map(chosen -> ElementType.valueOf(chosen.name())),
              tensor -> progress.add(tensor.bytes()));
      written.forEach(file -> spec.commandLine().getOut().println(file));
    }
    return 0;
  }
}
