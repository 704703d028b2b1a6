package io.alignstream.deploy.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.alignstream.deploy.ask.FileLine;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.encode.checkpoint.CheckpointException;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.encode.text.ExampleLimits;
import io.alignstream.heads.serving.ModelSettings;
import io.alignstream.schemas.line.TaskKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which models a command asks: those that the settings name, unless its options name others. */
final class ModelOptions {
  private static final int LONGEST_MISTAKE = 400; // characters: a few names of tensors

  @Mixin private Settings settings = new Settings();

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = {
        "An MVPTR checkpoint of the task: config.json, the weights (safetensors or .bin),"
            + " vocab.txt, for questions answers.txt. A models.conf beside DIR says its longest"
            + " inputs; without one they are those of the reference's scripts, and -D"
            + " 'mvptr.models=[{checkpoint=DIR,tasks=[vqa],max-seq-length=40}]' says others.",
        "(default: the one that the settings name; the launcher's are the small ones that come"
            + " along)"
      })
  private Optional<Path> checkpoint = Optional.empty();

  @Option(
      names = "--detector",
      paramLabel = "DIR",
      description =
          "The detector that the checkpoint was trained with: weights (.pth or safetensors),"
              + " config.json or YAML, labelmap.json.")
  private Optional<Path> detector = Optional.empty();

  @Option(
      names = "--phrases",
      paramLabel = "FILE",
      description =
          "The checkpoint's id2phrase file (default: DIR/id2phrase.json, if it is there).")
  private Optional<Path> phrases = Optional.empty();

  /**
   * Loads what answers a task.
   *
   * @param change of what is to be loaded
   * @throws ConfigException in one line, if nothing that is named answers it
   * @throws ModelException in one line, if the checkpoint is one of another task
   */
  FileLine open(TaskKind task, UnaryOperator<ModelFiles> change) {
    Logs.onlyErrors();
    var config = settings.config(own(task));
    var files = ModelFiles.from(config);
    var model = model(files, task);
    try {
      return FileLine.open(config, change.apply(files.only(model)));
    } catch (ModelException | CheckpointException e) {
      throw new ModelException(
          "%s does not answer %s: %s"
              .formatted(model.checkpoint(), name(task), inOneLine(String.valueOf(e.getMessage()))),
          e);
    }
  }

  private ModelSettings model(ModelFiles files, TaskKind task) {
    if (checkpoint.isPresent()) {
      var own = checkpoint.get().toAbsolutePath().normalize();
      return files.mvptr().models().stream()
          .filter(model -> model.checkpoint().toAbsolutePath().normalize().equals(own))
          .filter(model -> model.tasks().contains(task))
          .findFirst()
          .orElseThrow(
              () ->
                  new ConfigException.Generic(
                      "--checkpoint %s does not answer %s, says the models.conf beside it"
                          .formatted(checkpoint.get(), name(task))));
    }
    return files
        .answering(task)
        .orElseThrow(
            () ->
                new ConfigException.Generic(
                    "no checkpoint answers %s: name one by --checkpoint, or in alignstream.mvptr.models"
                        .formatted(name(task))));
  }

  private Config own(TaskKind task) {
    var own = checkpoint.map(directory -> own(directory, task)).orElseGet(ConfigFactory::empty);
    if (detector.isPresent()) {
      own = with(own, "detect.model", detector.get().toString(), "--detector");
    }
    return phrases.isEmpty()
        ? own
        : with(own, "parse.vocabulary", phrases.get().toString(), "--phrases");
  }

  /** As the models.conf beside a checkpoint says, or as the reference serves its task. */
  private static Config own(Path checkpoint, TaskKind task) {
    var none = ConfigFactory.empty();
    var home = ModelFiles.home(checkpoint);
    if (home.isPresent()) {
      var own = with(none, "models", home.get().toString(), "--checkpoint");
      return with(own, "mvptr.models", List.of(), "--checkpoint");
    }
    var own = with(none, "mvptr.models", List.of(model(checkpoint, task)), "--checkpoint");
    var known = checkpoint.resolve("id2phrase.json");
    return Files.isReadable(known)
        ? with(own, "parse.vocabulary", known.toString(), "--checkpoint")
        : own;
  }

  private static Config with(Config config, String key, Object value, String option) {
    return config.withValue("alignstream." + key, ConfigValueFactory.fromAnyRef(value, option));
  }

  private static Map<String, Object> model(Path checkpoint, TaskKind task) {
    var limits = limits(task);
    return Map.of(
        "checkpoint", checkpoint.toString(),
        "tasks", List.of(name(task)),
        "max-seq-length", limits.maxSeqLength(),
        "max-phrases", limits.maxPhrases(),
        "max-tag-length", limits.maxTagLength(),
        "max-img-seq-length", limits.maxImgSeqLength(),
        "use-phrases", task != TaskKind.VQA); // the reference's VQA script gives none
  }

  private static ExampleLimits limits(TaskKind task) {
    return switch (task) {
      case VQA -> ExampleLimits.VQA;
      case VISUAL_ENTAILMENT -> ExampleLimits.VISUAL_ENTAILMENT;
      case REFERRING_EXPRESSION -> ExampleLimits.REFERRING_EXPRESSION;
      default -> ExampleLimits.GENERAL;
    };
  }

  private static String name(TaskKind task) {
    return task.id().replace('_', '-');
  }

  private static String inOneLine(String message) {
    var line = message.replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= LONGEST_MISTAKE ? line : line.substring(0, LONGEST_MISTAKE) + " …";
  }
}
