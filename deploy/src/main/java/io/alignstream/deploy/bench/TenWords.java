package io.alignstream.deploy.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;

/** Captions of ten words each, put together from patterns; a seed always gives the same ones. */
final class TenWords {
  private static final List<String> PATTERNS =
      List.of(
          "a A N VING a N near the A N",
          "two A NS are VING in front of a N",
          "the N on the left is VING a A N",
          "a N and a N VING on a A N",
          "a A A N VING next to a A N",
          "several NS VING at a N with a A N",
          "a N that is VING a N by the N",
          "there is a A N on top of a N");
  private static final List<String> NOUNS =
      words("man woman dog cat bus train horse bench table kite girl boy street bridge boat");
  private static final List<String> PLURALS =
      words("men women dogs cats buses horses benches kites girls boys boats people");
  private static final List<String> ADJECTIVES =
      words("red small old white wooden young large green striped tall dirty empty");
  private static final List<String> VERBS =
      words("holding watching riding passing eating carrying throwing crossing playing standing");

  private TenWords() {}

  static List<String> captions(int count, long seed) {
    var random = new Random(seed);
    var captions = new LinkedHashSet<String>();
    while (captions.size() < count) {
      var words = new ArrayList<String>();
      for (var slot : PATTERNS.get(random.nextInt(PATTERNS.size())).split(" ", -1)) {
        words.add(
            switch (slot) {
              case "N" -> one(NOUNS, random);
              case "NS" -> one(PLURALS, random);
              case "A" -> one(ADJECTIVES, random);
              case "VING" -> one(VERBS, random);
              default -> slot;
            });
      }
      captions.add(String.join(" ", words));
    }
    return List.copyOf(captions);
  }

  private static String one(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }

  private static List<String> words(String all) {
    return List.of(all.split(" ", -1));
  }
}
