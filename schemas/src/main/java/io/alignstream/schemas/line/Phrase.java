package io.alignstream.schemas.line;

import java.util.List;

/**
 * A concept that a text mentions: {@code [object]}, {@code [object, attribute]} or {@code [subject,
 * predicate, object]} (MVPTR §3.1; SPICE's tuples).
 *
 * @param words one to three names; a joined name reads {@code sofa/couch}
 */
public record Phrase(List<String> words) {
  /** Copies the words; one to three are allowed. */
  public Phrase {
    words = List.copyOf(words);
    if (words.isEmpty() || words.size() > 3) {
      throw new IllegalArgumentException("a phrase has one to three words, not " + words);
    }
  }

  /** A phrase of these words. */
  public static Phrase of(String... words) {
    return new Phrase(List.of(words));
  }
}
