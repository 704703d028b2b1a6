package io.alignstream.parse;

import io.alignstream.parse.graph.Span;
import java.util.Locale;

/**
 * A text in lower case that knows where its characters came from. A few characters grow ({@code İ}
 * becomes two), so positions may move.
 */
record LowerCase(String original, String text) {
  static LowerCase of(String original) {
    return new LowerCase(original, original.toLowerCase(Locale.ROOT));
  }

  boolean isAligned() {
    return original.length() == text.length();
  }

  /** The range of the original that a range of the lower-case text stands for. */
  Span original(Span span) {
    return new Span(position(span.begin(), false), position(span.end(), true));
  }

  /** Walks both texts; inside of a grown character it rounds down for a begin, up for an end. */
  private int position(int wanted, boolean up) {
    int from = 0;
    int to = 0;
    while (from < original.length() && to < wanted) {
      int codePoint = original.codePointAt(from);
      int grown = Character.toString(codePoint).toLowerCase(Locale.ROOT).length();
      if (to + grown > wanted && !up) {
        break;
      }
      to += grown;
      from += Character.charCount(codePoint);
    }
    return from;
  }
}
