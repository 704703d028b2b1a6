package io.alignstream.parse.synonyms;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** WordNet's detachment rules (morphy(7WN)), first for nouns, then for verbs and adjectives. */
final class Suffixes {
  private static final List<Suffix> RULES =
      List.of(
          new Suffix("s", ""),
          new Suffix("ses", "s"),
          new Suffix("xes", "x"),
          new Suffix("zes", "z"),
          new Suffix("ches", "ch"),
          new Suffix("shes", "sh"),
          new Suffix("men", "man"),
          new Suffix("ies", "y"),
          new Suffix("s", ""),
          new Suffix("ies", "y"),
          new Suffix("es", "e"),
          new Suffix("es", ""),
          new Suffix("ed", "e"),
          new Suffix("ed", ""),
          new Suffix("ing", "e"),
          new Suffix("ing", ""),
          new Suffix("er", ""),
          new Suffix("est", ""),
          new Suffix("er", "e"),
          new Suffix("est", "e"));

  private record Suffix(String ending, String replacement) {
    Optional<String> detach(String word) {
      return word.endsWith(ending)
          ? Optional.of(word.substring(0, word.length() - ending.length()) + replacement)
          : Optional.empty();
    }
  }

  private Suffixes() {}

  /**
   * The first known base form. A word in "-ful" is stripped without it; the form found gets it
   * back.
   */
  static Optional<String> strip(String word, Predicate<String> known) {
    if (word.endsWith("ss") || word.length() <= 2) {
      return Optional.of(word);
    }
    var end = word.endsWith("ful") ? "ful" : "";
    var stem = word.substring(0, word.length() - end.length());
    return RULES.stream()
        .flatMap(rule -> rule.detach(stem).stream())
        .filter(known)
        .findFirst()
        .map(base -> base + end);
  }
}
