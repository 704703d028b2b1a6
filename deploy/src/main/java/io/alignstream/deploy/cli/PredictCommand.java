package io.alignstream.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.deploy.training.FineTuning;
import io.alignstream.deploy.training.TaskSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Answers data without labels in the form of the task's public evaluation: a JSON list.",
      "",
      "vqa: question_id, answer; ve and classification: id, label, score; re: id, image_id, bbox;"
          + " retrieval: id of a caption, image_ids best first; mlm and pretrain: id, image_id,"
          + " masks (the best words for every [MASK] of the text)."
    },
    footer = {
      "",
      "Example:",
      "  alignstream predict --task vqa --data datasets/vqa --checkpoint out/vqa/best"
          + " --split test2015 --out answers.json"
    })
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TaskOptions options = new TaskOptions();

  @Option(names = "--split", description = "Which data; default: the recipe's test_split.")
  private Optional<String> split = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where the answers go.")
  private Path out = Path.of("");

  PredictCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  PredictCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logs.onlyErrors();
    var recipe = options.recipe();
    var setup =
        TaskSetup.open(
            recipe, options.data(spec.commandLine().getErr()), options.checkpoint(), false);
    var answers =
        FineTuning.predict(
            setup,
            split.orElseGet(() -> recipe.text("test_split")),
            options.device(recipe, 1, spec.commandLine().getErr()));
    Files.createDirectories(out.toAbsolutePath().getParent());
    Files.write(out, new ObjectMapper().writeValueAsBytes(answers));
    spec.commandLine().getOut().println("%d answers in %s".formatted(answers.size(), out));
    return 0;
  }
}
