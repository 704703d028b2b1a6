package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Attribute.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes captions false of their scene by one word: an attribute, a number or a direction. The
 * background's tone stays, for no region shows it.
 */
final class NearMisses {
  private static final int PURPOSE = 70;
  private static final int ATTEMPTS = 20;

  /** Words by what they tell; each can stand where another of its list does. */
  private static final Map<String, List<String>> WORDS = words();

  private final ExactMatch seen;
  private final Dice dice;

  private NearMisses(Scene scene) {
    seen = new ExactMatch(Seen.all(scene));
    dice = new Dice(scene.random(PURPOSE));
  }

  private static Map<String, List<String>> words() {
    var words = new LinkedHashMap<String, List<String>>();
    for (var kind : Attribute.ORDER) {
      words.put(kind, Attribute.ofKind(kind).stream().map(Attribute::word).toList());
    }
    words.put("shapes", Stream.of(Shape.values()).map(Shape::plural).toList());
    words.put("number", Stream.of(2, 3).map(Wording::number).toList());
    words.put("across", List.of(Relation.LEFT_OF.word(), Relation.RIGHT_OF.word()));
    words.put("down", List.of(Relation.ABOVE.word(), Relation.BELOW.word()));
    return words;
  }

  /** Of captions of this scene; every call of a method changes another word. */
  static NearMisses of(Scene scene) {
    return new NearMisses(scene);
  }

  /** The caption with one other word that makes it false; empty if some tries found none. */
  Optional<String> of(Caption caption) {
    var words = List.of(caption.text().replace(",", " ,").split(" ", -1));
    var kinds = dice.shuffled(List.copyOf(WORDS.entrySet()));
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var kind = kinds.get(attempt % kinds.size());
      var places = new ArrayList<Integer>();
      for (int i = 0; i < words.size(); i++) {
        if (kind.getValue().contains(words.get(i))) {
          places.add(i);
        }
      }
      if (!places.isEmpty()) {
        int place = dice.one(places);
        var other = dice.one(kind.getValue());
        var text = changed(words, place, other);
        if (seen.of(text) < 1) {
          return Optional.of(text);
        }
      }
    }
    return Optional.empty();
  }

  private static String changed(List<String> words, int place, String word) {
    var changed = new ArrayList<>(words);
    changed.set(place, word);
    if (place > 0 && List.of("a", "an").contains(words.get(place - 1))) {
      changed.set(place - 1, "aeiou".indexOf(word.charAt(0)) < 0 ? "a" : "an");
    }
    return String.join(" ", changed).replace(" ,", ",");
  }
}
