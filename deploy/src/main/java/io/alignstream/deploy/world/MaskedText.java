package io.alignstream.deploy.world;

/**
 * A sentence with one {@code [MASK]} whose word the picture decides.
 *
 * @param word the only one of its kind that makes the sentence true
 * @param kind of the word: {@code size}, {@code texture}, {@code color}, {@code shape}, {@code
 *     number} or {@code relation}
 */
public record MaskedText(String text, String word, String kind) {
  /** The word's place in the text. */
  public static final String MASK = "[MASK]";

  /** The sentence with its word. */
  public String whole() {
    return text.replace(MASK, word);
  }
}
