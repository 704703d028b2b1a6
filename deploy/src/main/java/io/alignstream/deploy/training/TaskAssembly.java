package io.alignstream.deploy.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigException;
import io.alignstream.encode.mvptr.BatchShape;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.text.ExampleBuilder;
import io.alignstream.encode.text.ExampleLimits;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.encode.text.WordPieceTokenizer;
import io.alignstream.heads.data.LabelVocabulary;
import io.alignstream.heads.data.ScoredLabel;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.task.PreTrainingTask;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.heads.training.LabelLoss;
import io.alignstream.heads.training.LabelledTask;
import io.alignstream.heads.training.MaskedWords;
import io.alignstream.heads.training.Negatives;
import io.alignstream.heads.training.PairFormat;
import io.alignstream.heads.training.PreTraining;
import io.alignstream.heads.training.ReferringTraining;
import io.alignstream.heads.training.RetrievalTraining;
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
 * Puts tasks together, one method a task.
 *
 * @param config the checkpoint's {@code config.json}, to which a task adds its head
 */
record TaskAssembly(
    Recipe recipe, ObjectNode config, Path checkpoint, PairFormat format, TaskFiles files) {
  private static final LabelVocabulary NO_LABELS = LabelVocabulary.of(List.of());
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What all tasks have in common. */
  static TaskAssembly of(Recipe recipe, TaskData data, Path checkpoint, boolean training) {
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
            MvptrConfig.from(config).imgFeatureDim(),
            recipe.truth("pad_to_longest"));
    return new TaskAssembly(recipe, config, checkpoint, format, files);
  }

  TaskSetup<?> setup(boolean training) {
    return switch (recipe.task()) {
      case "retrieval" -> retrieval();
      case "mlm" -> maskedWords();
      case "pretrain" -> preTraining();
      case "re" -> referring();
      default -> labelled(training);
    };
  }

  private TaskSetup<Integer> retrieval() {
    config.put("num_labels", 2);
    var task =
        new RetrievalTraining(
            new RetrievalTask(MvptrConfig.from(config)),
            Negatives.of(recipe.text("hn_mod")),
            recipe.seed(),
            recipe.whole("num_captions_per_img_val"),
            recipe.whole("num_images_per_cap_val"));
    return setup(task, NO_LABELS, files::captions);
  }

  private TaskSetup<Optional<Integer>> maskedWords() {
    var head = new MlmTask(MvptrConfig.from(config));
    return setup(
        new MaskedWords(head, mask(head.config()), recipe.seed()),
        NO_LABELS,
        (split, training) -> files.texts(split, training, this::wordId));
  }

  private Optional<Integer> wordId(String word) {
    var ids = format.builder().tokenizer().tokenIds(word);
    return ids.size() == 1 ? Optional.of(ids.get(0)) : Optional.empty();
  }

  private TaskSetup<Integer> preTraining() {
    var model = MvptrConfig.from(config);
    int layer = recipe.whole("wra_layer");
    var losses = recipe.settings().getStringList("pretrain_losses");
    var head =
        new PreTrainingTask(
            model,
            PreTrainingTask.Negatives.HARD, // of the serving form; training draws its own
            losses.contains("wra") ? alignment() : PreTrainingTask.Alignment.NONE,
            layer < 0 ? model.crossModalLayers() - 1 : layer,
            false);
    var task =
        new PreTraining(
            head,
            losses,
            Negatives.of(recipe.text("hn_mod")),
            recipe.whole("wra_nearest"),
            mask(model),
            recipe.seed());
    return setup(task, NO_LABELS, files::captions);
  }

  private PreTrainingTask.Alignment alignment() {
    return switch (recipe.text("wra_mod")) {
      case "sample" -> PreTrainingTask.Alignment.SAMPLE;
      case "hard" -> PreTrainingTask.Alignment.HARD;
      default ->
          throw new ConfigException.Generic(
              "wra_mod is sample or hard, not " + recipe.text("wra_mod"));
    };
  }

  private WordMask mask(MvptrConfig model) {
    return new WordMask(
        format.builder().tokenizer().vocabulary(),
        model.onlyWordSize(),
        recipe.number("mask_prob"),
        files::phraseWords);
  }

  private TaskSetup<Box> referring() {
    config.put("num_labels", 1);
    var model = MvptrConfig.from(config);
    int layer = recipe.whole("phrase_layer");
    var head =
        new ReferringTask(
            model,
            ReferringTask.Mod.of(recipe.whole("loss_mod")),
            layer < 0 ? model.crossModalLayers() - 1 : layer);
    return setup(
        new ReferringTraining(
            head, recipe.whole("max_img_seq_length"), recipe.truth("pad_to_longest")),
        NO_LABELS,
        (split, training) -> files.expressions(split));
  }

  private TaskSetup<List<ScoredLabel>> labelled(boolean training) {
    var stored = checkpoint.resolve(TaskSetup.LABELS);
    var labels = !training && Files.exists(stored) ? LabelVocabulary.read(stored) : files.labels();
    config.put("num_labels", labels.size());
    if (training) {
      config.put("loss_type", recipe.text("loss_type"));
    }
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
    return setup(task, labels, (split, train) -> files.labelled(split, labels));
  }

  private <T> TaskSetup<T> setup(
      TrainedTask<T> task, LabelVocabulary labels, TaskSetup.Items<T> items) {
    return new TaskSetup<>(recipe, task, config, checkpoint, format, labels, items, files::images);
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
