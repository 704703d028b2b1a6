package io.alignstream.parse.corenlp;

/**
 * What a text may cost. Over a bound a text is cut and the result carries a warning.
 *
 * @param maxCharacters UTF-16 units a text
 * @param maxSentences sentences a text
 * @param maxWords words a sentence; memory grows with its square, time with its cube
 */
public record Bounds(int maxCharacters, int maxSentences, int maxWords) {
  /** Every bound is at least 1. */
  public Bounds {
    if (maxCharacters < 1 || maxSentences < 1 || maxWords < 1) {
      throw new IllegalArgumentException(
          "bounds must be positive: "
              + maxCharacters
              + " characters, "
              + maxSentences
              + " sentences, "
              + maxWords
              + " words");
    }
  }

  /** Generous for captions: the longest of 1,036 recorded ones has 118 words and 625 characters. */
  public static Bounds defaults() {
    return new Bounds(2_000, 32, 130);
  }
}
