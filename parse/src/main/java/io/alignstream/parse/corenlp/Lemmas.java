package io.alignstream.parse.corenlp;

import edu.stanford.nlp.process.Morphology;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Lemmas as CoreNLP 3.6.0 gave them, from today's morphology: the later version also brings these
 * words and all comparatives to a base form and capitalizes nationalities. Not thread-safe.
 */
final class Lemmas {
  private static final Set<String> KEPT_WORDS = Set.of("people", "these", "those");
  private static final Set<String> KEPT_TAGS = Set.of("JJR", "JJS", "RBR", "RBS");
  private static final Map<String, String> OLDER =
      Map.of("graffiti", "graffitus", "supplies", "supplies");

  private final Morphology morphology = new Morphology();

  String lemma(String word, String tag) {
    var lower = word.toLowerCase(Locale.ROOT);
    if (KEPT_WORDS.contains(lower) || KEPT_TAGS.contains(tag)) {
      return lower;
    }
    var older = OLDER.get(lower);
    return older == null ? morphology.lemma(word, tag).toLowerCase(Locale.ROOT) : older;
  }
}
