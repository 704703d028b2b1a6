package io.alignstream.heads.data;

import io.alignstream.encode.text.Vocabulary;
import io.alignstream.schemas.line.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Our own form of any task's data: a JSON list (or JSON lines) of dictionaries, as the reference's
 * {@code tools/phrase_parse.sh} leaves it, with {@code text}, {@code image_id}, {@code label},
 * {@code phrases}, and {@code question}, {@code hypothesis} or {@code boxes} where a task has them.
 * The item's {@code id} is its place if it has no field {@code id}.
 *
 * @param phrases the phrase vocabulary
 */
public record ProcessedList(Path file, PhraseLookup phrases) {

  /**
   * Images with their captions ({@code text}), in the order in which keys first appear. Pairs with
   * {@code label} 0 do not match and are left out.
   *
   * @param condition a field; entries where it is false are left out too
   */
  public RetrievalSplit retrieval(Optional<String> condition) {
    Map<String, List<CaptionedImage.Caption>> captions = new LinkedHashMap<>();
    Fields.records(
        file,
        entry -> {
          boolean matches = entry.optional("label").map(label -> label.whole() != 0).orElse(true);
          boolean wanted =
              condition
                  .flatMap(entry::optional)
                  .map(field -> field.value().asBoolean(true))
                  .orElse(true);
          if (matches && wanted) {
            captions
                .computeIfAbsent(entry.field("image_id").key(), key -> new ArrayList<>())
                .add(new CaptionedImage.Caption(entry.field("text").text(), phraseIds(entry)));
          }
          return entry.where();
        });
    return new RetrievalSplit(
        captions.entrySet().stream()
            .map(image -> new CaptionedImage(image.getKey(), image.getValue()))
            .toList());
  }

  /**
   * Captions whose words are to be hidden and found again ({@code text}); one that hides a word
   * already, as {@code [MASK]}, may say which in {@code label}.
   *
   * @param wordId of a word that is one piece; empty for others
   */
  public List<TaskItem<Optional<Integer>>> captions(Function<String, Optional<Integer>> wordId) {
    return Fields.records(file, entry -> item(entry, "text", hidden(entry, wordId)));
  }

  private static Optional<Integer> hidden(
      Fields entry, Function<String, Optional<Integer>> wordId) {
    return entry.field("text").text().contains(Vocabulary.MASK)
        ? entry.optional("label").map(label -> word(label, wordId))
        : Optional.empty();
  }

  private static int word(Fields label, Function<String, Optional<Integer>> wordId) {
    return wordId
        .apply(label.text())
        .orElseThrow(
            () -> label.wrong("'%s' is no word of vocab.txt in one piece".formatted(label.text())));
  }

  /**
   * Questions ({@code question}, else {@code text}) with their answers ({@code label}: an answer, a
   * list of answers, or a dictionary of answers and scores from 0 to 1). Without a label nothing is
   * right.
   */
  public List<TaskItem<List<ScoredLabel>>> questions(LabelVocabulary answers) {
    return Fields.records(
        file, entry -> item(entry, firstOf(entry, "question", "text"), scored(entry, answers)));
  }

  /**
   * Hypotheses ({@code hypothesis}, else {@code text}) with {@code label} (contradiction, neutral,
   * entailment, or 0, 1, 2).
   */
  public List<TaskItem<Optional<Integer>>> hypotheses() {
    return Fields.records(
        file,
        entry ->
            item(
                entry,
                firstOf(entry, "hypothesis", "text"),
                entry.optional("label").map(ProcessedList::entailment)));
  }

  /** Expressions ({@code text}) with {@code boxes}, the one that is meant as x1, y1, x2, y2. */
  public List<TaskItem<Box>> expressions() {
    return Fields.records(
        file,
        entry -> {
          var numbers = entry.field("boxes").list(1).get(0).list(4);
          var box =
              new Box(
                  numbers.get(0).number(),
                  numbers.get(1).number(),
                  numbers.get(2).number(),
                  numbers.get(3).number());
          return item(entry, "text", box);
        });
  }

  /** Texts with {@code label}, a name or number of a class or several: any task of one's own. */
  public List<TaskItem<List<ScoredLabel>>> classification(LabelVocabulary classes) {
    return Fields.records(
        file,
        entry ->
            item(entry, firstOf(entry, "text", "question", "hypothesis"), scored(entry, classes)));
  }

  /** The labels that the list holds, from which {@link LabelVocabulary#ofData} makes classes. */
  public Set<String> labels() {
    var labels = new TreeSet<String>();
    Fields.records(
        file,
        entry ->
            labels.addAll(
                entry.optional("label").map(ProcessedList::names).orElse(Map.of()).keySet()));
    return labels;
  }

  private <T> TaskItem<T> item(Fields entry, String textField, T target) {
    return new TaskItem<>(
        entry.optional("id").map(Fields::name).orElse(entry.where().replace("record ", "")),
        entry.field("image_id").key(),
        entry.field(textField).text(),
        phraseIds(entry),
        target);
  }

  private List<Integer> phraseIds(Fields entry) {
    return phrases.ids(EntailmentFolder.phraseList(entry.field("phrases")));
  }

  /** The first field that is there; the first of all if none is, so that its lack is named. */
  private static String firstOf(Fields entry, String... names) {
    for (var name : names) {
      if (entry.has(name)) {
        return name;
      }
    }
    return names[0];
  }

  private static List<ScoredLabel> scored(Fields entry, LabelVocabulary vocabulary) {
    var scored = new ArrayList<ScoredLabel>();
    entry
        .optional("label")
        .ifPresent(
            label ->
                names(label)
                    .forEach((name, score) -> scored.add(scored(label, vocabulary, name, score))));
    return scored;
  }

  private static ScoredLabel scored(
      Fields field, LabelVocabulary vocabulary, String name, float score) {
    int label =
        vocabulary
            .label(name)
            .orElseThrow(
                () ->
                    field.wrong(
                        "'%s' is outside the vocabulary of %d labels"
                            .formatted(name, vocabulary.size())));
    return new ScoredLabel(label, score);
  }

  /** Names and their scores, in order. */
  private static Map<String, Float> names(Fields label) {
    var names = new LinkedHashMap<String, Float>();
    if (label.value().isObject()) {
      label
          .value()
          .fieldNames()
          .forEachRemaining(name -> names.put(name, label.field(name).number()));
    } else if (label.value().isArray()) {
      label.list().forEach(name -> names.put(name.name(), 1f));
    } else {
      names.put(label.name(), 1f);
    }
    return names;
  }

  private static int entailment(Fields label) {
    if (label.value().isTextual()) {
      return EntailmentFolder.label(label);
    }
    long number = label.whole();
    if (number < 0 || number > 2) {
      throw label.wrong("%d is none of 0, 1, 2".formatted(number));
    }
    return (int) number;
  }
}
