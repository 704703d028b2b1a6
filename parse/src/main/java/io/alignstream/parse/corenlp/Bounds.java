package io.alignstream.parse.corenlp;

/**
 * What a text may cost. Over a bound a text is cut and the result carries a warning.
 *
 * @param maxCharacters UTF-16 units a text
 * @param maxSentences sentences a text
 * @param maxWords words a sentence, {@value #MOST_WORDS} at most, and half of a text's words;
 *     memory grows with its square, time with its cube
 */
public record Bounds(int maxCharacters, int maxSentences, int maxWords) {
  /** What the chart is laid out for. */
  public static final int MOST_WORDS = 300;

  /** Every bound is at least 1. */
  public Bounds {
    if (maxCharacters < 1 || maxSentences < 1 || maxWords < 1 || maxWords > MOST_WORDS) {
      throw new IllegalArgumentException(
          "bounds must be positive, and at most "
              + MOST_WORDS
              + " words: "
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
