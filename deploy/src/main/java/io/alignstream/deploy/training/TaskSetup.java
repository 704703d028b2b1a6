package io.alignstream.deploy.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigException;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.mvptr.BatchShape;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.runtime.LoadRules;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.text.ExampleBuilder;
import io.alignstream.encode.text.ExampleLimits;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.encode.text.WordPieceTokenizer;
import io.alignstream.heads.data.ImageInputs;
import io.alignstream.heads.data.LabelVocabulary;
import io.alignstream.heads.data.ScoredLabel;
import io.alignstream.heads.data.TaskItem;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.task.PreTrainingTask;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.heads.training.LabelLoss;
import io.alignstream.heads.training.LabelledTask;
import io.alignstream.heads.training.MaskedWords;
import io.alignstream.heads.training.Negatives;
import io.alignstream.heads.training.PairData;
import io.alignstream.heads.training.PairFormat;
import io.alignstream.heads.training.PreTraining;
import io.alignstream.heads.training.ReferringTraining;
import io.alignstream.heads.training.RetrievalTraining;
import io.alignstream.heads.training.StartingWeights;
import io.alignstream.heads.training.TrainedTask;
import io.alignstream.heads.training.WordMask;
import io.alignstream.schemas.line.Box;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
  private static final String LABELS = "labels.json";
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
    var files = TaskFiles.open(recipe, data, checkpoint);
    var config = config(checkpoint);
    if (training) {
      config.put("hidden_dropout_prob", recipe.number("drop_out"));
      config.put("classifier", recipe.text("classifier"));
      config.put("cls_hidden_scale", recipe.whole("cls_hidden_scale"));
    }
    var limits =
        new ExampleLimits(
            recipe.whole("max_seq_length"),
            recipe.whole("max_phrases"),
            recipe.whole("max_tag_length"),
            recipe.whole("max_img_seq_length"));
    new BatchShape(1, limits.maxTextLength(), limits.maxTagLength(), limits.maxImgSeqLength())
        .check(MvptrConfig.from(config));
    var format =
        new PairFormat(
            new ExampleBuilder(tokenizer(checkpoint), limits),
            recipe.truth("use_b_text"),
            recipe.truth("b_as_list"),
            recipe.truth("use_b") ? 1 : recipe.whole("cut"),
            MvptrConfig.from(config).imgFeatureDim());
    return switch (recipe.task()) {
      case "retrieval" -> retrieval(recipe, config, checkpoint, format, files);
      case "mlm" -> maskedWords(recipe, config, checkpoint, format, files);
      case "pretrain" -> preTraining(recipe, config, checkpoint, format, files);
      case "re" -> referring(recipe, config, checkpoint, format, files);
      default -> labelled(recipe, config, checkpoint, format, files, training);
    };
  }

  private static TaskSetup<Integer> retrieval(
      Recipe recipe, ObjectNode config, Path checkpoint, PairFormat format, TaskFiles files) {
    config.put("num_labels", 2);
    var task =
        new RetrievalTraining(
            new RetrievalTask(MvptrConfig.from(config)),
            Negatives.of(recipe.text("hn_mod")),
            recipe.seed(),
            recipe.whole("num_captions_per_img_val"),
            recipe.whole("num_images_per_cap_val"));
    return new TaskSetup<>(
        recipe,
        task,
        config,
        checkpoint,
        format,
        LabelVocabulary.of(List.of()),
        files::captions,
        files::images);
  }

  private static TaskSetup<Optional<Integer>> maskedWords(
      Recipe recipe, ObjectNode config, Path checkpoint, PairFormat format, TaskFiles files) {
    var head = new MlmTask(MvptrConfig.from(config));
    return new TaskSetup<>(
        recipe,
        new MaskedWords(head, mask(recipe, head.config(), format, files), recipe.seed()),
        config,
        checkpoint,
        format,
        LabelVocabulary.of(List.of()),
        files::texts,
        files::images);
  }

  private static TaskSetup<Integer> preTraining(
      Recipe recipe, ObjectNode config, Path checkpoint, PairFormat format, TaskFiles files) {
    var model = MvptrConfig.from(config);
    int layer = recipe.whole("wra_layer");
    var losses = recipe.settings().getStringList("pretrain_losses");
    var head =
        new PreTrainingTask(
            model,
            PreTrainingTask.Negatives.HARD, // of the serving form; training draws its own
            losses.contains("wra") ? alignment(recipe) : PreTrainingTask.Alignment.NONE,
            layer < 0 ? model.layers() - 1 : layer,
            false);
    var task =
        new PreTraining(
            head,
            losses,
            Negatives.of(recipe.text("hn_mod")),
            recipe.whole("wra_nearest"),
            mask(recipe, model, format, files),
            recipe.seed());
    return new TaskSetup<>(
        recipe,
        task,
        config,
        checkpoint,
        format,
        LabelVocabulary.of(List.of()),
        files::captions,
        files::images);
  }

  private static PreTrainingTask.Alignment alignment(Recipe recipe) {
    return switch (recipe.text("wra_mod")) {
      case "sample" -> PreTrainingTask.Alignment.SAMPLE;
      case "hard" -> PreTrainingTask.Alignment.HARD;
      default ->
          throw new ConfigException.Generic(
              "wra_mod is sample or hard, not " + recipe.text("wra_mod"));
    };
  }

  private static WordMask mask(
      Recipe recipe, MvptrConfig model, PairFormat format, TaskFiles files) {
    return new WordMask(
        format.builder().tokenizer().vocabulary(),
        model.onlyWordSize(),
        recipe.number("mask_prob"),
        files::phraseWords);
  }

  private static TaskSetup<Box> referring(
      Recipe recipe, ObjectNode config, Path checkpoint, PairFormat format, TaskFiles files) {
    config.put("num_labels", 1);
    var model = MvptrConfig.from(config);
    int layer = recipe.whole("phrase_layer");
    var head =
        new ReferringTask(
            model,
            ReferringTask.Mod.of(recipe.whole("loss_mod")),
            layer < 0 ? model.layers() - 1 : layer);
    return new TaskSetup<>(
        recipe,
        new ReferringTraining(head, recipe.whole("max_img_seq_length")),
        config,
        checkpoint,
        format,
        LabelVocabulary.of(List.of()),
        (split, training) -> files.expressions(split),
        files::images);
  }

  private static TaskSetup<List<ScoredLabel>> labelled(
      Recipe recipe,
      ObjectNode config,
      Path checkpoint,
      PairFormat format,
      TaskFiles files,
      boolean training) {
    var stored = checkpoint.resolve(LABELS);
    var labels = !training && Files.exists(stored) ? LabelVocabulary.read(stored) : files.labels();
    config.put("num_labels", labels.size());
    var model = MvptrConfig.from(config);
    var loss = LabelLoss.of(recipe.text("loss_type"));
    boolean vqa = recipe.task().equals("vqa");
    var task =
        vqa && recipe.truth("use_pretrain")
            ? LabelledTask.vqa(model, labels, loss)
            : LabelledTask.classifier(
                model,
                labels,
                loss,
                vqa ? LabelledTask.Form.VQA : LabelledTask.Form.CLASSIFICATION);
    return new TaskSetup<>(
        recipe,
        task,
        config,
        checkpoint,
        format,
        labels,
        (split, train) -> files.labelled(split, labels),
        files::images);
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
    if (recipe.task().equals("mlm") || recipe.task().equals("pretrain")) {
      return StartingWeights.withWordDecoders(
          checkpoint, parameters, seed, INITIALIZER_RANGE, recipe.task().equals("pretrain"));
    }
    return recipe.task().equals("vqa") && recipe.truth("use_pretrain")
        ? StartingWeights.withAnswerWords(
            checkpoint, parameters, seed, INITIALIZER_RANGE, labels, format.builder().tokenizer())
        : StartingWeights.load(checkpoint, parameters, seed, INITIALIZER_RANGE);
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

  private static ObjectNode config(Path checkpoint) {
    var file = checkpoint.resolve("config.json");
    try {
      return Optional.of(JSON.readTree(Files.readAllBytes(file)))
          .filter(ObjectNode.class::isInstance)
          .map(ObjectNode.class::cast)
          .orElseThrow(() -> new ConfigException.Generic(file + " is no JSON object"));
    } catch (IOException e) {
      throw new ConfigException.Generic("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static WordPieceTokenizer tokenizer(Path checkpoint) {
    try {
      return new WordPieceTokenizer(Vocabulary.read(checkpoint.resolve("vocab.txt")));
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoint's vocab.txt cannot be read: " + e, e);
    }
  }
}
