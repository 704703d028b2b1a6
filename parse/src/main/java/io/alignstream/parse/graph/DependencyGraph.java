package io.alignstream.parse.graph;

import java.util.List;

/**
 * A sentence with its collapsed, conjunction-propagated dependencies.
 *
 * @param tokens the words in order; positions in {@code edges} count from 1
 * @param edges root edges (governor 0) among them
 */
public record DependencyGraph(List<Token> tokens, List<Dependency> edges) {
  /** Copies the lists; every position must be that of a token. */
  public DependencyGraph {
    tokens = List.copyOf(tokens);
    edges = List.copyOf(edges);
    for (var edge : edges) {
      if (edge.governor() < 0
          || edge.governor() > tokens.size()
          || edge.dependent() < 1
          || edge.dependent() > tokens.size()) {
        throw new IllegalArgumentException(
            "%s is outside of %d tokens".formatted(edge, tokens.size()));
      }
    }
  }
}
