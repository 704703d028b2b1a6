package io.alignstream.deploy.cli;

import io.alignstream.schemas.line.TaskKind;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alignstream entails}. */
@Command(
    name = "entails",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether an image shows what a text says (entailment), shows the opposite"
          + " (contradiction), or leaves it open (neutral), with the three probabilities."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream entails --image scene.png --text 'the large circle is red'",
      "  alignstream entails -i photo.jpg -t 'two men play chess' --json",
      "  alignstream entails -i photo.jpg -t 'it rains' --checkpoint out/ve/best --detector vinvl"
    })
final class EntailsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private QuestionOptions options = new QuestionOptions();

  EntailsCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  EntailsCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    var answered = options.ask(spec, TaskKind.VISUAL_ENTAILMENT);
    var result = answered.answer().getVisualEntailment();
    var label = result.getLabel().name().toLowerCase(Locale.ROOT);
    options.print(
        spec,
        answered,
        List.of(
            String.format(
                Locale.ROOT,
                "%s  (entailment %.3f, neutral %.3f, contradiction %.3f)",
                label,
                result.getEntailment(),
                result.getNeutral(),
                result.getContradiction())),
        json ->
            json.put("label", label)
                .put("entailment", result.getEntailment())
                .put("neutral", result.getNeutral())
                .put("contradiction", result.getContradiction()));
    return 0;
  }
}
