package io.alignstream.parse.graph;

import java.util.Locale;
import java.util.Set;

/**
 * A word of a sentence.
 *
 * @param word as the tokenizer writes it, such as {@code -lsb-} for a bracket
 * @param tag Penn Treebank part of speech
 * @param lemma base form
 * @param span where it stands in the caption
 */
public record Token(String word, String tag, String lemma, Span span) {
  private static final Set<String> NOUNS = Set.of("NN", "NNS", "NNP", "NNPS");
  private static final Set<String> PLURAL_NOUNS = Set.of("NNS", "NNPS");
  private static final Set<String> SINGULAR_NOUNS = Set.of("NN", "NNP");

  /** How propositions write the token: its lemma, trimmed, in lower case. */
  public String name() {
    return lemma.trim().toLowerCase(Locale.ROOT);
  }

  boolean isNoun() {
    return NOUNS.contains(tag);
  }

  boolean isPluralNoun() {
    return PLURAL_NOUNS.contains(tag);
  }

  boolean isSingularNoun() {
    return SINGULAR_NOUNS.contains(tag);
  }

  boolean isPronoun() {
    return tag.startsWith("PRP");
  }
}
