package io.alignstream.deploy.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigException;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.runtime.LoadRules;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.heads.data.ImageInputs;
import io.alignstream.heads.data.LabelVocabulary;
import io.alignstream.heads.data.TaskItem;
import io.alignstream.heads.training.PairData;
import io.alignstream.heads.training.PairFormat;
import io.alignstream.heads.training.StartingWeights;
import io.alignstream.heads.training.TrainedTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A task over a checkpoint and data, as a recipe says.
 *
 * @param <T> what is right for an item
 * @param config the model's {@code config.json} with the task's head
 * @param checkpoint where the weights come from
 * @param labels classes by name; empty where a task has none
 */
public record TaskSetup<T>(
    Recipe recipe,
    TrainedTask<T> task,
    ObjectNode config,
    Path checkpoint,
    PairFormat format,
    LabelVocabulary labels,
    Items<T> items,
    Images images) {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String LABELS = "labels.json";
  private static final float INITIALIZER_RANGE = 0.02f;

  /**
   * Reads a split.
   *
   * @param <T> what is right for an item
   */
  @FunctionalInterface
  public interface Items<T> {
    /** All items of a split. */
    List<TaskItem<T>> of(String split, boolean training);
  }

  /** Opens a split's images. */
  @FunctionalInterface
  public interface Images {
    /** Features and tags. */
    ImageInputs of(String split);
  }

  /**
   * Puts a task together.
   *
   * @param training whether the head may be new; otherwise the checkpoint is of this task
   * @throws ConfigException if recipe, checkpoint and data do not go together
   */
  public static TaskSetup<?> open(Recipe recipe, TaskData data, Path checkpoint, boolean training) {
    return TaskAssembly.of(recipe, data, checkpoint, training).setup(training);
  }

  /** Items of a split with their images. */
  public PairData<T> data(String split, boolean training) {
    var features = images.of(split.equals("train+val") ? "train" : split);
    return new PairData<>(items.of(split, training), features, format);
  }

  /** Where a training starts: the head may be new. */
  public ParameterValues start() {
    long seed = recipe.seed();
    var parameters = task.head().parameters();
    var stored =
        StartingWeights.without(
            Checkpoint.open(checkpoint), recipe.settings().getStringList("fresh"));
    if (recipe.task().equals("mlm") || recipe.task().equals("pretrain")) {
      return StartingWeights.withWordDecoders(
          stored, parameters, seed, INITIALIZER_RANGE, recipe.task().equals("pretrain"));
    }
    return recipe.task().equals("vqa") && recipe.truth("use_pretrain")
        ? StartingWeights.withAnswerWords(
            stored, parameters, seed, INITIALIZER_RANGE, labels, format.builder().tokenizer())
        : StartingWeights.load(stored, parameters, seed, INITIALIZER_RANGE);
  }

  /** The weights of a checkpoint of this task. */
  public ParameterValues trained() {
    return ParameterValues.load(
        Checkpoint.open(checkpoint), task.head().parameters(), LoadRules.EXACT);
  }

  /** Writes what a checkpoint needs beside its weights. */
  public void writeCompanions(Path directory) throws IOException {
    Files.write(
        directory.resolve("config.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
    for (var name : List.of("vocab.txt", "id2phrase.json")) {
      if (Files.exists(checkpoint.resolve(name))) {
        Files.copy(checkpoint.resolve(name), directory.resolve(name));
      }
    }
    if (labels.size() > 0) {
      labels.write(directory.resolve(LABELS));
    }
    if (recipe.task().equals("vqa")) {
      Files.write(directory.resolve("answers.txt"), labels.names()); // as the line reads them
    }
  }
}
