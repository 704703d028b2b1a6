package io.alignstream.deploy.cli;

import io.alignstream.deploy.curriculum.Curriculum;
import io.alignstream.deploy.curriculum.Curriculum.Lesson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream demo train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the demo's small models on scenes of the training split, lesson by lesson:",
      "",
      "  words        word pieces and phrases",
      "  detector     shapes, colours, textures and sizes, and where they are",
      "  regions      what the detector sees in all scenes, kept for the lessons that follow",
      "  lists        what is said and asked about them, captions with their phrases",
      "  re           MVPTR: which words mean which region (referring expressions)",
      "  mlm          hidden words, answers among them",
      "  vqa, ve      questions, hypotheses",
      "  pretraining  contrast, hidden words, matching, phrases and regions",
      "  retrieval    captions and images",
      "",
      "Ctrl-C lets the step that runs end and saves; the same command then goes on. Once all models"
          + " are there, models.conf says how to serve them: set alignstream.models (or"
          + " ALIGNSTREAM_MODELS) to the directory."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream demo train --out demo-models",
      "  alignstream demo train --out demo-models --lesson vqa -s num_train_epochs=2"
    })
final class DemoTrainCommand implements Callable<Integer> {
  private static final int WATCHED = 200; // scenes that trainings are measured on on the way

  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "alignstream-out/models",
      description = "Where the models go, a directory each (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("");

  @Option(
      names = "--lesson",
      paramLabel = "NAME",
      description = "One of the above; may be repeated (default: all, in that order).")
  private List<Lesson> lessons = List.of(Lesson.values());

  @Option(
      names = "--scenes",
      paramLabel = "N",
      defaultValue = "12000",
      description =
          "Scenes to learn from; the detector takes two thirds (default: ${DEFAULT-VALUE}).")
  private int scenes;

  @Option(
      names = "--measured",
      paramLabel = "N",
      defaultValue = "500",
      description = "Unseen scenes to measure the detector on (default: ${DEFAULT-VALUE}).")
  private int measured;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description =
          "Of first weights, and of the detector's order (default: ${DEFAULT-VALUE}); MVPTR's"
              + " order: -s seed=N.")
  private long seed;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = "One setting of the MVPTR lessons' recipes: -s max_steps=100.")
  private Map<String, String> given = new LinkedHashMap<>();

  DemoTrainCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  DemoTrainCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.onlyErrors();
    var curriculum = new Curriculum(directory, scenes, WATCHED, seed, given);
    var teaching =
        new Teaching(curriculum, settings.config(), measured, spec.commandLine().getOut());
    for (var lesson : Lesson.values()) {
      if (lessons.contains(lesson) && !teaching.give(lesson)) {
        return 1;
      }
    }
    var out = spec.commandLine().getOut();
    curriculum
        .describe()
        .ifPresent(
            file ->
                out.printf(
                    "%s says how they are served: ALIGNSTREAM_MODELS=%s alignstream demo%n",
                    file, directory));
    return 0;
  }
}
