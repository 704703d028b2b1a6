package io.alignstream.deploy.curriculum;

import io.alignstream.deploy.world.MaskedText;
import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.SceneItems;
import io.alignstream.deploy.world.Split;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * What is said and asked about scenes, as processed lists that trainings read: {@code
 * <task>/train.jsonl} and {@code <task>/val.jsonl}. An interrupted lesson goes on.
 *
 * @param directory where they go
 * @param train scenes to learn from
 * @param validation scenes to watch the training on
 */
public record ListsLesson(Path directory, int train, int validation) {
  private static final int AT_ONCE = 64; // scenes

  private static final int CAPTIONS = 8;
  private static final int PARSED = 3; // of a scene's captions: parsing takes most of the lesson
  private static final int ROUNDS = 5; // of questions, one of each type
  private static final int HYPOTHESES = 4; // of each label
  private static final int EXPRESSIONS = 8;
  private static final int MASKED = 10;
  private static final int ASKED = 3; // rounds of questions with a hidden answer

  private static final int KINDS = 5;

  /** A task's list. */
  private record Kind(String name, Function<Scene, List<Map<String, ?>>> items) {}

  private static List<Kind> kinds(PhraseExtractor extractor) {
    var others = new Neighbours();
    return List.of(
        new Kind("questions", scene -> unparsed(SceneItems.questions(scene, ROUNDS))),
        new Kind("hypotheses", scene -> unparsed(SceneItems.hypotheses(scene, HYPOTHESES))),
        new Kind("expressions", scene -> unparsed(SceneItems.expressions(scene, EXPRESSIONS))),
        new Kind("masked", scene -> unparsed(masked(scene))),
        new Kind("captions", scene -> captions(scene, others, extractor)));
  }

  /**
   * Writes all lists, or goes on.
   *
   * @param progress told how many more scenes are written
   * @param wanted whether to go on
   */
  public void learn(PhraseExtractor extractor, LongConsumer progress, BooleanSupplier wanted) {
    for (var kind : kinds(extractor)) {
      write(kind, Split.VALIDATION, "val", validation, progress, wanted);
      write(kind, Split.TRAIN, "train", train, progress, wanted);
    }
  }

  /** How many scenes {@link #learn} tells of, if it starts anew. */
  public long work() {
    return KINDS * ((long) train + validation);
  }

  private void write(
      Kind kind,
      Split split,
      String name,
      int scenes,
      LongConsumer progress,
      BooleanSupplier wanted) {
    var file = directory.resolve(kind.name()).resolve(name + ".jsonl");
    try (var list = GrowingList.open(file)) {
      progress.accept(list.images());
      for (int from = list.images(); from < scenes && wanted.getAsBoolean(); from += AT_ONCE) {
        int to = Math.min(scenes, from + AT_ONCE);
        var items =
            IntStream.range(from, to)
                .parallel()
                .mapToObj(i -> kind.items().apply(Scene.of(split.number(i))))
                .toList();
        for (var scene : items) {
          list.add(scene);
        }
        progress.accept(to - from);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Texts with a hidden word, and questions whose hidden word is the answer. */
  private static List<Map<String, ?>> masked(Scene scene) {
    var all = new ArrayList<>(SceneItems.masked(scene, MASKED));
    for (var question : SceneItems.questions(scene, ASKED)) {
      Map<String, Object> hidden = new LinkedHashMap<>(question);
      hidden.put("text", "%s %s".formatted(hidden.remove("question"), MaskedText.MASK));
      all.add(hidden);
    }
    return all;
  }

  /** Captions, and whether each means this scene alone among some hundreds. */
  private static List<Map<String, ?>> captions(
      Scene scene, Neighbours others, PhraseExtractor extractor) {
    var captions = SceneItems.pairs(scene, CAPTIONS, others.of(scene));
    int parsed = Math.min(PARSED, captions.size());
    var all = new ArrayList<>(parsed(captions.subList(0, parsed), extractor));
    all.addAll(unparsed(captions.subList(parsed, captions.size())));
    return all;
  }

  private static List<Map<String, ?>> parsed(
      List<Map<String, ?>> items, PhraseExtractor extractor) {
    return with(
        items,
        item ->
            extractor.parse(Text.of(String.valueOf(item.get("text")))).phrases().stream()
                .map(Phrase::words)
                .toList());
  }

  private static List<Map<String, ?>> unparsed(List<Map<String, ?>> items) {
    return with(items, item -> List.of());
  }

  private static List<Map<String, ?>> with(
      List<Map<String, ?>> items, Function<Map<String, ?>, List<List<String>>> phrases) {
    var all = new ArrayList<Map<String, ?>>();
    for (var item : items) {
      Map<String, Object> more = new LinkedHashMap<>(item);
      more.put("phrases", phrases.apply(item));
      all.add(more);
    }
    return all;
  }
}
