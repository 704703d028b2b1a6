package io.alignstream.schemas.line;

import java.util.List;

/**
 * A text with its phrases.
 *
 * @param text the words
 * @param phrases all phrases, in SPICE's order
 * @param phraseIds ids of those phrases that are in the phrase vocabulary, in order
 */
public record ParsedText(String text, List<Phrase> phrases, List<Integer> phraseIds) {
  /** Copies the lists. */
  public ParsedText {
    phrases = List.copyOf(phrases);
    phraseIds = List.copyOf(phraseIds);
  }
}
