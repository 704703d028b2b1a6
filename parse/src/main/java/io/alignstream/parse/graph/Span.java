package io.alignstream.parse.graph;

import java.util.Comparator;

/** A character range of the caption as given (UTF-16 units), end exclusive. */
public record Span(int begin, int end) implements Comparable<Span> {
  private static final Comparator<Span> ORDER =
      Comparator.comparingInt(Span::begin).thenComparingInt(Span::end);

  /** Ends at or after it begins. */
  public Span {
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("no span: " + begin + ".." + end);
    }
  }

  @Override
  public int compareTo(Span other) {
    return ORDER.compare(this, other);
  }
}
