package io.alignstream.deploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.deploy.training.FineTuning;
import io.alignstream.deploy.training.TaskSetup;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a fine-tuned checkpoint by the paper's metrics: a table, and a line of JSON."
    },
    footer = {
      "",
      "Example:",
      "  alignstream evaluate --task vqa --data datasets/vqa --checkpoint out/vqa/best --split val"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TaskOptions options = new TaskOptions();

  @Option(names = "--split", description = "Which data; default: the recipe's test_split.")
  private Optional<String> split = Optional.empty();

  EvaluateCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  EvaluateCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws JsonProcessingException, InterruptedException {
    Logs.onlyErrors();
    var recipe = options.recipe();
    var setup =
        TaskSetup.open(
            recipe, options.data(spec.commandLine().getErr()), options.checkpoint(), false);
    var metrics =
        FineTuning.evaluate(
            setup,
            split.orElseGet(() -> recipe.text("test_split")),
            options.device(recipe, 1, spec.commandLine().getErr()));
    var out = spec.commandLine().getOut();
    metrics.forEach(
        (name, value) ->
            out.println(String.format(Locale.ROOT, "%-16s %7.2f %%", name, 100 * value)));
    out.println(new ObjectMapper().writeValueAsString(metrics));
    return 0;
  }
}
