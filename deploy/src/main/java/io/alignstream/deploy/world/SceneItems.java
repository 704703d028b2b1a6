package io.alignstream.deploy.world;

import io.alignstream.schemas.line.Box;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a task's processed list says of a scene, an entry each; no text comes twice for a scene. */
public final class SceneItems {
  private SceneItems() {}

  /** Different captions, as many as were wanted where the scene has so many. */
  static List<Caption> captions(Scene scene, int count) {
    var captions = Captions.of(scene);
    var chosen = new LinkedHashMap<String, Caption>();
    for (int attempt = 0; attempt < 4 * count && chosen.size() < count; attempt++) {
      var caption = captions.next();
      chosen.putIfAbsent(caption.text(), caption);
    }
    return List.copyOf(chosen.values());
  }

  /** {@code text}, {@code image_id}, {@code label} 1: captions. */
  public static List<Map<String, ?>> pairs(Scene scene, int count) {
    return pairs(scene, count, List.of());
  }

  /** The same, and {@code alone}: whether a caption could mean none of the others. */
  public static List<Map<String, ?>> pairs(Scene scene, int count, Collection<Scene> others) {
    var items = new ArrayList<Map<String, ?>>();
    for (var caption : captions(scene, count)) {
      Map<String, Object> item =
          new LinkedHashMap<>(
              ordered("text", caption.text(), "image_id", scene.imageId(), "label", 1));
      if (!others.isEmpty()) {
        item.put(
            "alone",
            others.stream().noneMatch(other -> !other.equals(scene) && caption.couldMean(other)));
      }
      items.add(item);
    }
    return items;
  }

  /** {@code question}, {@code image_id}, {@code label}, {@code type}: some of each type. */
  public static List<Map<String, ?>> questions(Scene scene, int rounds) {
    var questions = Questions.of(scene);
    var items = new LinkedHashMap<String, Map<String, ?>>();
    for (int round = 0; round < rounds; round++) {
      for (var question : questions.one()) {
        items.putIfAbsent(
            question.text(),
            ordered(
                "question", question.text(),
                "image_id", scene.imageId(),
                "label", question.answer(),
                "type", word(question.type())));
      }
    }
    return List.copyOf(items.values());
  }

  /** {@code hypothesis}, {@code image_id}, {@code label}: some of each label. */
  public static List<Map<String, ?>> hypotheses(Scene scene, int rounds) {
    var hypotheses = Hypotheses.of(scene);
    var items = new LinkedHashMap<String, Map<String, ?>>();
    for (int round = 0; round < rounds; round++) {
      for (var hypothesis : hypotheses.one()) {
        items.putIfAbsent(
            hypothesis.text(),
            ordered(
                "hypothesis", hypothesis.text(),
                "image_id", scene.imageId(),
                "label", word(hypothesis.label())));
      }
    }
    return List.copyOf(items.values());
  }

  /** {@code text}, {@code image_id}, {@code boxes}: referring expressions. */
  public static List<Map<String, ?>> expressions(Scene scene, int count) {
    var items = new LinkedHashMap<String, Map<String, ?>>();
    var expressions = Expressions.of(scene);
    for (int i = 0; i < count; i++) {
      expressions
          .next()
          .ifPresent(
              expression ->
                  items.putIfAbsent(
                      expression.text(),
                      ordered(
                          "text", expression.text(),
                          "image_id", scene.imageId(),
                          "boxes", List.of(corners(expression.thing().box())))));
    }
    return List.copyOf(items.values());
  }

  /** {@code text}, {@code image_id}, {@code label}, {@code type}: texts with a hidden word. */
  public static List<Map<String, ?>> masked(Scene scene, int count) {
    var items = new LinkedHashMap<String, Map<String, ?>>();
    var texts = MaskedTexts.of(scene);
    for (int i = 0; i < count; i++) {
      var text = texts.next();
      items.putIfAbsent(
          text.text(),
          ordered(
              "text", text.text(),
              "image_id", scene.imageId(),
              "label", text.word(),
              "type", text.kind()));
    }
    return List.copyOf(items.values());
  }

  /** {@code text}, {@code image_id}, {@code mentions}: which words mean which boxes. */
  static List<Map<String, ?>> mentions(Scene scene, int count) {
    var items = new ArrayList<Map<String, ?>>();
    for (var caption : captions(scene, count)) {
      var mentions = new ArrayList<Map<String, ?>>();
      for (var mention : caption.mentions()) {
        mentions.add(
            ordered(
                "start", mention.start(),
                "end", mention.end(),
                "boxes", mention.boxes().stream().map(SceneItems::corners).toList()));
      }
      items.add(ordered("text", caption.text(), "image_id", scene.imageId(), "mentions", mentions));
    }
    return items;
  }

  /** {@code question}, {@code image_id}, {@code answers}, {@code label}. */
  static List<Map<String, ?>> choices(Scene scene) {
    var choice = Choice.of(scene);
    return List.of(
        ordered(
            "question", choice.question(),
            "image_id", scene.imageId(),
            "answers", choice.answers(),
            "label", choice.right()));
  }

  private static List<Float> corners(Box box) {
    return List.of(box.x1(), box.y1(), box.x2(), box.y2());
  }

  private static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  static Map<String, ?> ordered(Object... namesAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
