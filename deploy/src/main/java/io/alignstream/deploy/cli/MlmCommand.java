package io.alignstream.deploy.cli;

import io.alignstream.schemas.avro.MaskedToken;
import io.alignstream.schemas.line.TaskKind;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream mlm}. */
@Command(
    name = "mlm",
    mixinStandardHelpOptions = true,
    description = {
      "Says which words stand behind the [MASK]s of a text about an image, with their"
          + " probabilities.",
      "",
      "One line a [MASK], the best word first. The image goes through the detector, the text"
          + " through the parser, as in the line; no Kafka is needed."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream mlm --image scene.png --text 'there are two [MASK] circles'",
      "  alignstream mlm -i photo.jpg -t 'a [MASK] on the [MASK]' --top 3 --json",
      "  alignstream mlm -i photo.jpg -t 'a man rides a [MASK]' --checkpoint mvptr-base"
          + " --detector vinvl"
    })
final class MlmCommand implements Callable<Integer> {
  private static final String MASK = "[MASK]";

  @Spec private CommandSpec spec;

  @Mixin private QuestionOptions options = new QuestionOptions();

  @Option(
      names = {"-n", "--top"},
      paramLabel = "N",
      defaultValue = "5",
      description = "Words a [MASK] (default: ${DEFAULT-VALUE}).")
  private int top;

  MlmCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  MlmCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    QuestionOptions.requireText(spec, options.text());
    if (!options.text().contains(MASK)) {
      throw new ParameterException(
          spec.commandLine(),
          "--text has no [MASK]: write one for every word to be found, like 'a [MASK] circle'");
    }
    var answered = options.ask(spec, TaskKind.MASKED_TOKENS, top);
    var masks = answered.answer().getMaskedTokens().getMasks();
    if (masks.isEmpty()) {
      throw new IllegalArgumentException("the text is too long: its [MASK] was cut off");
    }
    options.print(
        spec,
        answered,
        masks.stream().map(MlmCommand::line).toList(),
        json -> {
          var array = json.putArray("masks");
          masks.forEach(
              mask ->
                  array
                      .addObject()
                      .set("candidates", QuestionOptions.scored(mask.getCandidates())));
          return json;
        });
    return 0;
  }

  private static String line(MaskedToken mask) {
    return mask.getCandidates().stream()
        .map(word -> String.format(Locale.ROOT, "%s %.3f", word.getText(), word.getScore()))
        .collect(Collectors.joining("  "));
  }
}
