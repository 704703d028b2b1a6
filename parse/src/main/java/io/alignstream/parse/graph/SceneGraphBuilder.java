package io.alignstream.parse.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Merges propositions into one scene graph, in the order in which they come. */
final class SceneGraphBuilder {
  private static final String BE = "be ";

  private final WordSenses senses;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  private record Node(Concept concept, List<Concept> attributes) {}

  /** Between the nodes at two positions. */
  private record Edge(int subject, Concept predicate, int target) {}

  SceneGraphBuilder(WordSenses senses) {
    this.senses = senses;
  }

  void object(Mention name) {
    node(name);
  }

  void attribute(Mention owner, Mention value) {
    var attributes = nodes.get(node(owner)).attributes();
    var concept = concept(value);
    place(concept, attributes).ifPresentOrElse(found -> {}, () -> attributes.add(concept));
  }

  void relation(Mention subject, Mention predicate, Mention target) {
    int from = node(subject);
    int to = node(target);
    var concept = concept(withoutBe(predicate));
    var between =
        edges.stream().filter(edge -> edge.subject() == from && edge.target() == to).toList();
    place(concept, between.stream().map(Edge::predicate).toList())
        .ifPresentOrElse(found -> {}, () -> edges.add(new Edge(from, concept, to)));
  }

  SceneGraph build(List<SceneGraph.Warning> warnings) {
    var objects = nodes.stream().map(node -> node.concept().freeze()).toList();
    var attributes = new ArrayList<SceneGraph.Attribute>();
    for (int owner = 0; owner < nodes.size(); owner++) {
      for (var value : nodes.get(owner).attributes()) {
        attributes.add(new SceneGraph.Attribute(owner, value.freeze()));
      }
    }
    var relations =
        edges.stream()
            .map(
                edge ->
                    new SceneGraph.Relation(
                        edge.subject(), edge.predicate().freeze(), edge.target()))
            .toList();
    return new SceneGraph(objects, attributes, relations, warnings);
  }

  /**
   * The position of a name's node: an equal one, else the most similar one joined with it, else a
   * new one.
   */
  private int node(Mention name) {
    var concept = concept(name);
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).concept().sameAs(concept)) {
        nodes.get(i).concept().mentionAgain(concept);
        return i;
      }
    }
    int best = -1;
    double bestSimilarity = 0;
    for (int i = 0; i < nodes.size(); i++) {
      double similarity = nodes.get(i).concept().similarity(concept);
      if (similarity > bestSimilarity) {
        bestSimilarity = similarity;
        best = i;
      }
    }
    if (best >= 0) {
      nodes.get(best).concept().merge(concept);
      return best;
    }
    nodes.add(new Node(concept, new ArrayList<>()));
    return nodes.size() - 1;
  }

  /** Joins a concept with an equal or else an overlapping one, if there is any. */
  private static Optional<Concept> place(Concept concept, List<Concept> present) {
    var equal = present.stream().filter(concept::sameAs).findFirst();
    equal.ifPresent(found -> found.mentionAgain(concept));
    if (equal.isPresent()) {
      return equal;
    }
    var overlapping = present.stream().filter(concept::overlaps).findFirst();
    overlapping.ifPresent(found -> found.merge(concept));
    return overlapping;
  }

  private Concept concept(Mention mention) {
    return new Concept(mention, senses.of(mention.name()));
  }

  /** "be in" says no more than "in". */
  private static Mention withoutBe(Mention predicate) {
    return predicate.name().startsWith(BE)
        ? new Mention(predicate.name().substring(BE.length()), predicate.spans())
        : predicate;
  }
}
