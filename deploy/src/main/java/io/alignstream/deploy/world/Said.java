package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Attribute.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is said of things, read from words alone: {@code two large red circles}.
 *
 * @param count how many, 1 where that is not said
 * @param words in the singular, without {@code thing}
 */
record Said(int count, Set<String> words) {
  private static final Set<String> ARTICLES = Set.of("a", "an", "the");
  private static final Set<String> THINGS = Set.of("thing", "things");
  private static final Map<String, String> PLURALS =
      Stream.of(Shape.values()).collect(Collectors.toMap(Shape::plural, Shape::word));

  /** Keeps the order of the words. */
  Said {
    words = new LinkedHashSet<>(words);
  }

  static Said of(String text) {
    var words = new ArrayList<>(List.of(text.split(" ", -1)));
    int count = 1;
    if (ARTICLES.contains(words.get(0))) {
      words.remove(0);
    } else if (Wording.isNumber(words.get(0))) {
      count = Wording.number(words.remove(0));
    }
    words.removeAll(THINGS);
    words.replaceAll(word -> PLURALS.getOrDefault(word, word));
    return new Said(count, new LinkedHashSet<>(words));
  }

  /** Whether it says exactly how many. */
  boolean isCounted() {
    return count > 1;
  }

  /** The things that all the words fit. */
  List<Seen> in(List<Seen> things) {
    return things.stream().filter(thing -> thing.words().containsAll(words)).toList();
  }

  /** The largest share of the words that fit one thing; 1 if all of them do. */
  double nearness(List<Seen> things) {
    long most = things.stream().mapToLong(thing -> thing.fitting(words)).max().orElse(0);
    return words.isEmpty() ? 1 : (double) most / words.size();
  }
}
