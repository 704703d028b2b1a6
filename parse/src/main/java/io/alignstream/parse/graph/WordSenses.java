package io.alignstream.parse.graph;

import java.util.Set;

/** Numbers of the senses that a word may have; words that share one are joined. */
@FunctionalInterface
public interface WordSenses {
  /**
   * Senses of a word or of several words with spaces, base forms included; empty if none is known.
   */
  Set<Integer> of(String words);

  /** No word has a sense, so that only equal words are joined. */
  static WordSenses none() {
    return words -> Set.of();
  }
}
