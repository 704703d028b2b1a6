package io.alignstream.parse.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A dependency graph under change: what the preparing steps rework and the rules read. */
final class WorkingGraph {
  private static final Comparator<Dependency> BY_DEPENDENT =
      Comparator.comparingInt(Dependency::dependent);
  private static final Comparator<Dependency> BY_GOVERNOR =
      Comparator.comparingInt(Dependency::governor);

  private final List<Token> tokens;
  private final Set<Dependency> edges;
  private @Nullable List<List<Dependency>> children; // rebuilt after a change
  private @Nullable List<List<Dependency>> parents;

  WorkingGraph(DependencyGraph graph) {
    this.tokens = graph.tokens();
    this.edges = new LinkedHashSet<>(graph.edges());
  }

  /** Number of tokens; positions run from 1 to it. */
  int size() {
    return tokens.size();
  }

  Token token(int position) {
    return tokens.get(position - 1);
  }

  Set<Dependency> edges() {
    return edges;
  }

  /** Edges to dependents in text order; of position 0, the root edges. */
  List<Dependency> children(int governor) {
    if (children == null) {
      children = sorted(Dependency::governor, BY_DEPENDENT);
    }
    return children.get(governor);
  }

  /** Edges from governors in text order, root edges left out. */
  List<Dependency> parents(int dependent) {
    if (parents == null) {
      parents = sorted(Dependency::dependent, BY_GOVERNOR);
      parents.forEach(edges -> edges.removeIf(edge -> edge.governor() == 0));
    }
    return parents.get(dependent);
  }

  List<Dependency> children(int governor, Predicate<Dependency> wanted) {
    return children(governor).stream().filter(wanted).toList();
  }

  /** Edges to children whose token is a noun. */
  List<Dependency> nounChildren(int governor, Predicate<Dependency> wanted) {
    return children(governor, wanted.and(edge -> token(edge.dependent()).isNoun()));
  }

  List<Dependency> children(int governor, String relation) {
    return children(governor, edge -> edge.is(relation));
  }

  boolean hasChild(int governor, String relation) {
    return firstChild(governor, relation).isPresent();
  }

  /** Position of the leftmost child by a relation. */
  Optional<Integer> firstChild(int governor, String relation) {
    return children(governor).stream()
        .filter(edge -> edge.is(relation))
        .map(Dependency::dependent)
        .findFirst();
  }

  boolean isRoot(int position) {
    return children(0).stream().anyMatch(edge -> edge.dependent() == position);
  }

  /** A token without any edge is not in the graph. */
  boolean contains(int position) {
    return isRoot(position) || !parents(position).isEmpty() || !children(position).isEmpty();
  }

  void add(String relation, int governor, int dependent) {
    if (edges.add(new Dependency(relation, governor, dependent))) {
      changed();
    }
  }

  void remove(Dependency edge) {
    if (edges.remove(edge)) {
      changed();
    }
  }

  /** A second graph that later changes do not reach. */
  WorkingGraph copy() {
    return new WorkingGraph(freeze());
  }

  DependencyGraph freeze() {
    return new DependencyGraph(tokens, List.copyOf(edges));
  }

  private void changed() {
    children = null;
    parents = null;
  }

  private List<List<Dependency>> sorted(
      java.util.function.ToIntFunction<Dependency> key, Comparator<Dependency> order) {
    var lists = new ArrayList<List<Dependency>>(tokens.size() + 1);
    for (int i = 0; i <= tokens.size(); i++) {
      lists.add(new ArrayList<>(4));
    }
    for (var edge : edges) {
      lists.get(key.applyAsInt(edge)).add(edge);
    }
    lists.forEach(list -> list.sort(order));
    return lists;
  }
}
