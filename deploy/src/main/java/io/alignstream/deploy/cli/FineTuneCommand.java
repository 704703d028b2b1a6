package io.alignstream.deploy.cli;

import io.alignstream.deploy.training.FineTuning;
import io.alignstream.deploy.training.TaskSetup;
import io.alignstream.encode.replicas.LocalProcesses;
import io.alignstream.encode.replicas.Worker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream fine-tune}. */
@Command(
    name = "fine-tune",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a task of MVPTR, and goes on where a training in --out stands.",
      "",
      "--out gets checkpoint-<step> directories (the links last and best name two of them),"
          + " metrics.jsonl, events for TensorBoard, and metrics.svg. Ctrl-C ends after the step"
          + " that runs and saves; the same command then goes on."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream fine-tune --task ve --data datasets/ve --checkpoint base --out out/ve",
      "  alignstream fine-tune --task classification --data mine --checkpoint base --out out/mine"
          + " -s num_train_epochs=3 --processes 2"
    })
final class FineTuneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TaskOptions options = new TaskOptions();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Where checkpoints and metrics go.")
  private Path out = Path.of("");

  @Option(
      names = "--processes",
      defaultValue = "1",
      description =
          "Local processes that share each batch; the result does not depend on their number"
              + " (default: ${DEFAULT-VALUE}).")
  private int processes = 1;

  FineTuneCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  FineTuneCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException {
    if (processes < 1) {
      throw new ParameterException(spec.commandLine(), "--processes must be at least 1");
    }
    Logs.onlyErrors();
    var recipe = options.recipe();
    var worker = Worker.of(System.getenv());
    if (processes > 1 && worker.isEmpty()) {
      var arguments = spec.commandLine().getParent().getParseResult().originalArgs();
      return LocalProcesses.run(processes, Alignstream.class.getName(), arguments);
    }
    if (worker.isPresent()) {
      LocalProcesses.endWithParent();
    }
    var setup =
        TaskSetup.open(
            recipe, options.data(spec.commandLine().getErr()), options.checkpoint(), true);
    try (var stopping = new Stopping()) {
      var end =
          FineTuning.train(
              setup,
              out,
              options.device(recipe, processes, spec.commandLine().getErr()),
              worker,
              System.out,
              Terminal.isWatched(),
              trainer -> stopping.with(trainer::stop));
      if (worker.isEmpty() || worker.get().rank() == 0) {
        spec.commandLine().getOut().println("done: step %d, %s".formatted(end.step(), out));
      }
      return 0;
    }
  }
}
