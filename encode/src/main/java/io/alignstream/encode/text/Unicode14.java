package io.alignstream.encode.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The character properties that tokenizing asks for, of Unicode 14.0.0, whatever the Java version.
 */
final class Unicode14 {
  private static final Map<String, String> TABLE = table();
  private static final BitSet CONTROL = codePoints("control");
  private static final BitSet BLANK = codePoints("blank");
  private static final BitSet ACCENT = codePoints("accent");
  private static final BitSet PUNCTUATION = codePoints("punctuation");
  private static final BitSet CASED = codePoints("cased");
  private static final BitSet CASE_IGNORABLE = codePoints("ignorable");
  private static final Map<Integer, Integer> NEW_CAPITALS = newCapitals();

  private Unicode14() {}

  /** Categories C*: control, format, surrogate, private use, unassigned. */
  static boolean isControl(int codePoint) {
    return CONTROL.get(codePoint);
  }

  /** Category Zs. */
  static boolean isBlank(int codePoint) {
    return BLANK.get(codePoint);
  }

  /** Category Mn. */
  static boolean isAccent(int codePoint) {
    return ACCENT.get(codePoint);
  }

  /** Categories P*. */
  static boolean isPunctuation(int codePoint) {
    return PUNCTUATION.get(codePoint);
  }

  /** Cased, and not to be passed over. */
  static boolean isCased(int codePoint) {
    return CASED.get(codePoint);
  }

  /** Passed over when a sigma looks for its neighbours. */
  static boolean isCaseIgnorable(int codePoint) {
    return CASE_IGNORABLE.get(codePoint);
  }

  /** Simple lower case; Java 17 does not know the capitals that are new in Unicode 14. */
  static int lowerCase(int codePoint) {
    var small = NEW_CAPITALS.get(codePoint);
    return small == null ? Character.toLowerCase(codePoint) : small;
  }

  private static Map<String, String> table() {
    var table = new HashMap<String, String>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Unicode14.class.getResourceAsStream("unicode-14.txt")),
                StandardCharsets.US_ASCII))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        table.put(line.substring(0, space), line.substring(space + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  private static BitSet codePoints(String property) {
    var set = new BitSet(Character.MAX_CODE_POINT + 1);
    for (var range : row(property)) {
      var ends = range.split("-", -1);
      set.set(hex(ends[0]), hex(ends[ends.length - 1]) + 1);
    }
    return set;
  }

  private static Map<Integer, Integer> newCapitals() {
    var small = new HashMap<Integer, Integer>();
    for (var range : row("lower")) {
      var ends = range.split("-", -1);
      for (int capital = hex(ends[0]); capital <= hex(ends[1]); capital++) {
        small.put(capital, hex(ends[2]) + capital - hex(ends[0]));
      }
    }
    return small;
  }

  private static String[] row(String property) {
    return Objects.requireNonNull(TABLE.get(property)).split(" ", -1);
  }

  private static int hex(String digits) {
    return Integer.parseInt(digits, 16);
  }
}
