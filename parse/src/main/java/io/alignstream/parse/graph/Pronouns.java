package io.alignstream.parse.graph;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a noun in a pronoun's place: the first one that a breadth-first search from the root meets,
 * if it stands before the pronoun. Gender, distance and clause play no part, as in SPICE.
 */
final class Pronouns {
  private static final Set<String> SINGULAR =
      Set.of(
          "he",
          "her",
          "hers",
          "herself",
          "him",
          "himself",
          "his",
          "i",
          "it",
          "its",
          "itself",
          "me",
          "mine",
          "my",
          "myself",
          "one",
          "one's",
          "oneself",
          "she",
          "yourself");

  private Pronouns() {}

  static void resolve(WorkingGraph graph) {
    var antecedents = new LinkedHashMap<Integer, Integer>();
    for (int position = 2; position <= graph.size(); position++) {
      if (graph.token(position).isPronoun() && !graph.parents(position).isEmpty()) {
        int pronoun = position;
        antecedent(graph, pronoun)
            .filter(noun -> noun < pronoun)
            .ifPresent(noun -> antecedents.put(pronoun, noun));
      }
    }
    antecedents.forEach((pronoun, noun) -> replace(graph, pronoun, noun));
  }

  private static Optional<Integer> antecedent(WorkingGraph graph, int pronoun) {
    boolean singular = SINGULAR.contains(graph.token(pronoun).word().toLowerCase(Locale.ROOT));
    var seen = new HashSet<Integer>();
    var start = graph.children(0).stream().map(Dependency::dependent).findFirst();
    while (start.isPresent() && !seen.contains(start.get())) {
      var found = search(graph, start.get(), singular, seen);
      if (found.isPresent()) {
        return found;
      }
      start = graph.parents(start.get()).stream().map(Dependency::governor).findFirst();
    }
    return Optional.empty();
  }

  /** Breadth first, children in text order; {@code seen} guards against cycles. */
  private static Optional<Integer> search(
      WorkingGraph graph, int from, boolean singular, Set<Integer> seen) {
    var queue = new ArrayDeque<>(List.of(from));
    while (!queue.isEmpty()) {
      int position = queue.remove();
      if (!seen.add(position)) {
        continue;
      }
      var token = graph.token(position);
      if (singular ? token.isSingularNoun() : token.isNoun()) {
        return Optional.of(position);
      }
      graph.children(position).forEach(edge -> queue.add(edge.dependent()));
    }
    return Optional.empty();
  }

  private static void replace(WorkingGraph graph, int pronoun, int noun) {
    for (var edge : List.copyOf(graph.parents(pronoun))) {
      graph.remove(edge);
      graph.add(edge.relation(), edge.governor(), noun);
    }
    for (var edge : List.copyOf(graph.children(pronoun))) {
      graph.remove(edge);
      graph.add(edge.relation(), noun, edge.dependent());
    }
  }
}
