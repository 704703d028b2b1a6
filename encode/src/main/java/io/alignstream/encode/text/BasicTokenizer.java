package io.alignstream.encode.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into words: without control characters and accents, in lower case, ideographs and
 * punctuation apart. Source: {@code BasicTokenizer} of the reference's {@code
 * pytorch_transformers/tokenization_bert.py}.
 */
final class BasicTokenizer {
  private static final int REPLACEMENT = 0xfffd;

  private BasicTokenizer() {}

  static List<String> words(String text) {
    var words = new ArrayList<String>();
    for (var token : spaced(text).split("[ \u2028\u2029]+", -1)) {
      if (!token.isEmpty()) {
        addWords(words, Vocabulary.SPECIAL.contains(token) ? token : plain(token));
      }
    }
    return words;
  }

  /** Blanks for white space and around ideographs; control characters vanish. */
  private static String spaced(String text) {
    var spaced = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\t' || c == '\n' || c == '\r' || Unicode14.isBlank(c)) {
                spaced.append(' ');
              } else if (c == REPLACEMENT || Unicode14.isControl(c)) {
                return; // unassigned places between ideographs too
              } else if (isIdeograph(c)) {
                spaced.append(' ').appendCodePoint(c).append(' ');
              } else {
                spaced.appendCodePoint(c);
              }
            });
    return spaced.toString();
  }

  /** Lower case, decomposed (NFD), without accents; Hangul so falls into its letters. */
  private static String plain(String token) {
    var decomposed = Normalizer.normalize(lowerCase(token), Normalizer.Form.NFD);
    var plain = new StringBuilder(decomposed.length());
    decomposed.codePoints().filter(c -> !Unicode14.isAccent(c)).forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static String lowerCase(String token) {
    var characters = token.codePoints().toArray();
    var lower = new StringBuilder(token.length());
    for (int i = 0; i < characters.length; i++) {
      lower.appendCodePoint(
          characters[i] == 'Σ'
              ? isFinal(characters, i) ? 'ς' : 'σ'
              : Unicode14.lowerCase(characters[i]));
    }
    return lower.toString();
  }

  /** Whether a sigma ends a word (Unicode 14, table 3-17, Final_Sigma). */
  private static boolean isFinal(int[] characters, int sigma) {
    int before = sigma - 1;
    while (before >= 0 && Unicode14.isCaseIgnorable(characters[before])) {
      before--;
    }
    int after = sigma + 1;
    while (after < characters.length && Unicode14.isCaseIgnorable(characters[after])) {
      after++;
    }
    return before >= 0
        && Unicode14.isCased(characters[before])
        && !(after < characters.length && Unicode14.isCased(characters[after]));
  }

  /** Cuts around every punctuation sign. */
  private static void addWords(List<String> words, String token) {
    var word = new StringBuilder();
    token
        .codePoints()
        .forEach(
            c -> {
              if (isPunctuation(c)) {
                addWord(words, word);
                words.add(Character.toString(c));
              } else {
                word.appendCodePoint(c);
              }
            });
    addWord(words, word);
  }

  private static void addWord(List<String> words, StringBuilder word) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** All ASCII signs count, those that Unicode calls symbols too. */
  private static boolean isPunctuation(int c) {
    return (c >= 33 && c <= 47)
        || (c >= 58 && c <= 64)
        || (c >= 91 && c <= 96)
        || (c >= 123 && c <= 126)
        || Unicode14.isPunctuation(c);
  }

  private static boolean isIdeograph(int c) {
    return (c >= 0x4e00 && c <= 0x9fff)
        || (c >= 0x3400 && c <= 0x4dbf)
        || (c >= 0x20000 && c <= 0x2a6df)
        || (c >= 0x2a700 && c <= 0x2ceaf) // extensions C, D and E lie end to end
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0x2f800 && c <= 0x2fa1f);
  }
}
