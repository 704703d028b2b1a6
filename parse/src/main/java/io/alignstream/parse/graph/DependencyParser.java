package io.alignstream.parse.graph;

import java.util.List;

/**
 * Finds sentences, words and dependencies; the seam at which one parser replaces another.
 * Implementations are thread-safe and bounded in time and memory for any text.
 */
public interface DependencyParser {
  /**
   * Dependency graphs of a text, already in lower case, with token spans in that text. Never throws
   * for a text: what cannot be worked on is left out and warned about.
   */
  Parsed parse(String text);

  /**
   * What was found.
   *
   * @param sentences one graph a sentence, in order
   * @param warnings which bounds were met, each once
   */
  record Parsed(List<DependencyGraph> sentences, List<SceneGraph.Warning> warnings) {
    /** Copies the lists. */
    public Parsed {
      sentences = List.copyOf(sentences);
      warnings = List.copyOf(warnings);
    }
  }
}
