package io.alignstream.deploy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream checkpoint}. */
@Command(
    name = "checkpoint",
    mixinStandardHelpOptions = true,
    description = {
      "Looks into model weights, converts and compares them.",
      "",
      "A checkpoint is a file, or a directory that holds model.safetensors, a sharded"
          + " *.index.json, pytorch_model.bin, or one *.pth or *.pt. Files of PyTorch are read in"
          + " the zip container, in the one before 1.6, and nested under 'model' or 'state_dict'."
          + " Nothing in a pickle is ever executed: what names anything but tensors and plain"
          + " containers is refused. Files are mapped, so that a big one needs no big memory."
    },
    subcommands = {
      CheckpointInspectCommand.class,
      CheckpointConvertCommand.class,
      CheckpointCompareCommand.class
    })
final class CheckpointCommand implements Runnable {
  @Spec private CommandSpec spec;

  CheckpointCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  CheckpointCommand() {
    this(CommandSpec.create());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "inspect, convert or compare?");
  }
}
