package io.alignstream.deploy.training;

import com.typesafe.config.ConfigException;
import io.alignstream.detect.tsv.TsvFeatures;
import io.alignstream.heads.data.EntailmentFolder;
import io.alignstream.heads.data.ExpressionFile;
import io.alignstream.heads.data.ImageInputs;
import io.alignstream.heads.data.LabelVocabulary;
import io.alignstream.heads.data.PhraseLookup;
import io.alignstream.heads.data.ProcessedList;
import io.alignstream.heads.data.RetrievalFolder;
import io.alignstream.heads.data.ScoredLabel;
import io.alignstream.heads.data.TaskItem;
import io.alignstream.heads.data.VqaFolder;
import io.alignstream.parse.phrases.PhraseVocabulary;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.Phrase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * A task's data files: processed lists, or the reference's folders.
 *
 * @param data {@code --data}
 * @param vocabulary phrases and their ids
 * @param detected images with their detector, which all splits share
 */
record TaskFiles(
    Recipe recipe,
    TaskData data,
    PhraseVocabulary vocabulary,
    ConcurrentMap<Path, ImageInputs> detected) {
  private static final List<String> OF_CAPTIONS = List.of("pretrain", "mlm", "retrieval");

  static TaskFiles open(Recipe recipe, TaskData data, Path checkpoint) {
    if (data.events().isPresent() && !OF_CAPTIONS.contains(recipe.task())) {
      throw new ConfigException.Generic(
          "a topic holds captions, which %s take, not %s".formatted(OF_CAPTIONS, recipe.task()));
    }
    var directory = data.directory();
    var named = recipe.text("id2phrase");
    var file = named.isEmpty() ? checkpoint.resolve("id2phrase.json") : directory.resolve(named);
    if (named.isEmpty() && !Files.exists(file)) {
      return new TaskFiles(recipe, data, PhraseVocabulary.empty(), new ConcurrentHashMap<>());
    }
    return new TaskFiles(recipe, data, PhraseVocabulary.read(file), new ConcurrentHashMap<>());
  }

  private Path directory() {
    return data.directory();
  }

  /** A file that the data cannot do without. */
  private Path file(String key) {
    var name = recipe.text(key);
    if (name.isEmpty()) {
      throw new ConfigException.Generic(
          "%s is missing in the recipe: these data of %s need it".formatted(key, recipe.task()));
    }
    return directory().resolve(name);
  }

  private PhraseLookup phrases() {
    return vocabulary::ids;
  }

  /** The words of a phrase; none if it is unknown. */
  List<String> phraseWords(int id) {
    return vocabulary.phrase(id).map(Phrase::words).orElse(List.of());
  }

  /** Classes of VQA or of one's own task, as the training data have them. */
  LabelVocabulary labels() {
    return switch (recipe.task()) {
      case "ve" -> EntailmentFolder.LABELS;
      case "vqa" -> processed() ? ofLists() : answers().vocabulary();
      default -> ofLists();
    };
  }

  private LabelVocabulary ofLists() {
    var labels = new TreeSet<String>();
    for (var split : List.of("train", "val")) {
      if (Files.exists(list(split))) {
        labels.addAll(new ProcessedList(list(split), phrases()).labels());
      }
    }
    return LabelVocabulary.ofData(labels);
  }

  private VqaFolder.Answers answers() {
    var names = recipe.text("label2ans_file");
    return VqaFolder.answers(
        file("label_file"),
        names.isEmpty() ? Optional.empty() : Optional.of(directory().resolve(names)));
  }

  /** Items whose answers are classes: VQA, VE, classification. */
  List<TaskItem<List<ScoredLabel>>> labelled(String split, LabelVocabulary labels) {
    if (recipe.task().equals("ve")) {
      return hypotheses(split).stream().map(TaskFiles::scored).toList();
    }
    if (recipe.task().equals("vqa") && !processed()) {
      return new VqaFolder(directory(), answers()).read(split);
    }
    var items = new ArrayList<TaskItem<List<ScoredLabel>>>();
    for (var part : split.split("\\+", -1)) {
      var list = new ProcessedList(list(part), phrases());
      items.addAll(
          recipe.task().equals("vqa") ? list.questions(labels) : list.classification(labels));
    }
    return items;
  }

  private List<TaskItem<Optional<Integer>>> hypotheses(String split) {
    if (!processed()) {
      return new EntailmentFolder(directory(), phrases()).read(split);
    }
    var items = new ArrayList<TaskItem<Optional<Integer>>>();
    for (var part : split.split("\\+", -1)) {
      items.addAll(new ProcessedList(list(part), phrases()).hypotheses());
    }
    return items;
  }

  private static TaskItem<List<ScoredLabel>> scored(TaskItem<Optional<Integer>> item) {
    var labels = item.target().map(label -> List.of(new ScoredLabel(label, 1f)));
    return new TaskItem<>(
        item.id(), item.imageKey(), item.text(), item.phraseIds(), labels.orElse(List.of()));
  }

  /** Referring expressions. */
  List<TaskItem<Box>> expressions(String split) {
    return processed()
        ? new ProcessedList(list(split), phrases()).expressions()
        : ExpressionFile.read(file("data_file"), split);
  }

  /**
   * Captions whose words are hidden, or that bring their own {@code [MASK]}.
   *
   * @param wordId of a word that is one piece
   */
  List<TaskItem<Optional<Integer>>> texts(
      String split, boolean training, Function<String, Optional<Integer>> wordId) {
    if (data.events().isEmpty() && processed()) {
      return new ProcessedList(list(split), phrases()).captions(wordId);
    }
    return captions(split, training).stream()
        .map(
            item ->
                new TaskItem<>(
                    item.id(),
                    item.imageKey(),
                    item.text(),
                    item.phraseIds(),
                    Optional.<Integer>empty()))
        .toList();
  }

  /** Captions; what is right is their image's number. */
  List<TaskItem<Integer>> captions(String split, boolean training) {
    if (data.events().isPresent()) {
      double heldOut = recipe.number("topic_val_share");
      return TaskData.split(data.events().get(), split, heldOut, phrases()).captions();
    }
    if (processed()) {
      var condition = Optional.of(recipe.text("only_if")).filter(field -> !field.isBlank());
      return new ProcessedList(list(split), phrases()).retrieval(condition).captions();
    }
    var folder =
        new RetrievalFolder(
            directory(),
            file("sent_sg"),
            training ? recipe.whole("num_captions_per_img_train") : 5,
            phrases());
    var keys = recipe.text("eval_img_keys_file");
    return (training || keys.isEmpty() ? folder.read(split) : folder.read(split, Path.of(keys)))
        .captions();
  }

  /** Features of a split's images. */
  ImageInputs images(String split) {
    var features = directory().resolve(recipe.text("img_feat_dir"));
    return switch (recipe.text("img_feat_format")) {
      case "tsv" -> {
        var tsv = TsvFeatures.open(features);
        yield recipe.truth("numbered_images")
            ? ImageInputs.numbered(features, tsv.keys(), tsv::find)
            : ImageInputs.of(features, tsv::find);
      }
      case "detector" ->
          detected.computeIfAbsent(
              features,
              images ->
                  DetectedImages.open(
                      images,
                      file("detector"),
                      file("detector_cache"),
                      recipe.settings().getBytes("detector_cache_size")));
      case "pt" ->
          OF_CAPTIONS.contains(recipe.task())
              ? new RetrievalFolder(features, features, 1, phrases())
                  .images(split, recipe.text("od_label_type"))
              : new EntailmentFolder(features, phrases()).images();
      default ->
          throw new ConfigException.Generic(
              "img_feat_format is tsv, pt or detector, not " + recipe.text("img_feat_format"));
    };
  }

  private boolean processed() {
    return switch (recipe.text("data_format")) {
      case "processed" -> true;
      case "reference" -> false;
      case "auto" ->
          List.of("train", "val", "test").stream().anyMatch(split -> Files.exists(list(split)));
      default ->
          throw new ConfigException.Generic(
              "data_format is auto, processed or reference, not " + recipe.text("data_format"));
    };
  }

  private Path list(String split) {
    var lines = directory().resolve(split + ".jsonl");
    return Files.exists(lines) ? lines : directory().resolve(split + ".json");
  }
}
