package io.alignstream.deploy.cli;

import io.alignstream.schemas.line.TaskKind;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream answer}. */
@Command(
    name = "answer",
    mixinStandardHelpOptions = true,
    description = {
      "Answers a question about an image, the best answer first, each with its score.",
      "",
      "The answers that a model can give are the lines of its answers.txt."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream answer --image scene.png --text 'what color is the large square ?'",
      "  alignstream answer -i photo.jpg -t 'how many dogs are there ?' --top 1 --json",
      "  alignstream answer -i photo.jpg -t 'what is he riding ?' --checkpoint out/vqa/best"
          + " --detector vinvl"
    })
final class AnswerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private QuestionOptions options = new QuestionOptions();

  @Option(
      names = {"-n", "--top"},
      paramLabel = "N",
      defaultValue = "5",
      description = "How many answers (default: ${DEFAULT-VALUE}).")
  private int top;

  AnswerCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  AnswerCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    var answered = options.ask(spec, TaskKind.VQA, top);
    var answers = answered.answer().getVqa().getAnswers();
    options.print(
        spec,
        answered,
        answers.stream()
            .map(one -> String.format(Locale.ROOT, "%-20s %.3f", one.getText(), one.getScore()))
            .toList(),
        json -> json.set("answers", QuestionOptions.scored(answers)));
    return 0;
  }
}
