package io.alignstream.heads.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reference's VQA folder ({@code VQATextProcessor} of {@code task_utils.py}): questions in
 * {@code <split>_qla_mrcnn.json} (or {@code _qla.json}) with {@code q}, {@code img_id}, {@code an},
 * {@code s} and, for test splits, {@code q_id}; phrase ids in {@code <split>_sg_tuples.json}, one
 * {@code [ids, note]} a question; answers in {@code *_ans2label.pkl}.
 *
 * @param directory {@code --txt_data_dir}
 * @param answers from {@link #answers}
 */
public record VqaFolder(Path directory, Answers answers) {

  /**
   * The answers that a model chooses among.
   *
   * @param vocabulary their names: class i is the i-th entry of {@code ans2label}
   * @param labels class of each number that the question files call an answer by
   */
  public record Answers(LabelVocabulary vocabulary, Map<Long, Integer> labels) {
    /** Copies the map. */
    public Answers {
      labels = Map.copyOf(labels);
    }
  }

  private record Names(String questions, String phrases) {}

  private static final Map<String, Names> SPLITS =
      Map.of(
          "train", new Names("train2014", "train"),
          "val", new Names("val2014", "val"),
          "train+val", new Names("train+val2014", "train+val"),
          "test2015", new Names("test2015", "test2015"),
          "test-dev2015", new Names("test-dev2015", "test-dev2015"));

  /**
   * Reads {@code --label_file} and, if it is given, {@code --label2ans_file}, whose names then
   * count.
   */
  public static Answers answers(Path ans2label, Optional<Path> label2ans) {
    var table = TorchTable.read(ans2label);
    var names = new ArrayList<String>();
    var labels = new HashMap<Long, Integer>();
    var given = label2ans.map(VqaFolder::names);
    table
        .entries()
        .forEach(
            (name, value) -> {
              if (!(value instanceof Long label)) {
                throw table.wrong(name, "a number", value);
              }
              labels.put(label, names.size());
              names.add(given.map(all -> nameOf(label, all, table)).orElse(name));
            });
    return new Answers(LabelVocabulary.of(names), labels);
  }

  private static String nameOf(long label, List<String> names, TorchTable table) {
    if (label < 0 || label >= names.size()) {
      throw new DataException(
          table.file(), "answer %d, but label2ans names only %d".formatted(label, names.size()));
    }
    return names.get((int) label);
  }

  private static List<String> names(Path label2ans) {
    var file = new TorchTable(label2ans, Map.of());
    return file.texts("the file", TorchTable.object(label2ans));
  }

  /**
   * The questions of a split: {@code train}, {@code val}, {@code train+val}, {@code test2015} or
   * {@code test-dev2015}. Questions without answers are left out but in test splits, as the
   * reference does; there nothing is right.
   */
  public List<TaskItem<List<ScoredLabel>>> read(String split) {
    var files = SPLITS.get(split);
    if (files == null) {
      throw new DataException(
          directory, "VQA has no split '%s' among %s".formatted(split, SPLITS.keySet()));
    }
    boolean test = split.startsWith("test");
    var phrases = Fields.records(sceneGraphs(files), VqaFolder::phraseIds);
    var questions = questions(files.questions());
    var items =
        Fields.records(
            questions,
            (number, question) ->
                test || !question.field("an").list().isEmpty()
                    ? Optional.of(item(question, number, phrases, test))
                    : Optional.<TaskItem<List<ScoredLabel>>>empty());
    if (items.size() != phrases.size()) {
      throw new DataException(
          sceneGraphs(files),
          "phrases of %d questions, but %s has %d"
              .formatted(phrases.size(), questions.getFileName(), items.size()));
    }
    return items.stream().flatMap(Optional::stream).toList();
  }

  private TaskItem<List<ScoredLabel>> item(
      Fields question, int number, List<List<Integer>> phrases, boolean test) {
    return new TaskItem<>(
        question.optional("q_id").map(Fields::name).orElse(Integer.toString(number)),
        question.field("img_id").key(),
        question.field("q").text(),
        number < phrases.size() ? phrases.get(number) : List.of(),
        test ? List.of() : scored(question));
  }

  private List<ScoredLabel> scored(Fields question) {
    var named = question.field("an").list();
    var scores = question.field("s").list(named.size());
    var scored = new ArrayList<ScoredLabel>();
    for (int i = 0; i < named.size(); i++) {
      var label = answers.labels().get(named.get(i).whole());
      if (label == null) {
        throw named
            .get(i)
            .wrong("%s is outside the answer vocabulary".formatted(named.get(i).value()));
      }
      scored.add(new ScoredLabel(label, scores.get(i).number()));
    }
    return scored;
  }

  private static List<Integer> phraseIds(Fields entry) {
    var parts = entry.list(2); // the ids, and a note that names the question
    return parts.get(0).list().stream().map(id -> Math.toIntExact(id.whole())).toList();
  }

  private Path questions(String prefix) {
    var withTags = directory.resolve(prefix + "_qla_mrcnn.json");
    return Files.exists(withTags) ? withTags : directory.resolve(prefix + "_qla.json");
  }

  private Path sceneGraphs(Names files) {
    return directory.resolve(files.phrases() + "_sg_tuples.json");
  }
}
