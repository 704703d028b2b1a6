package io.alignstream.parse.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Numbers of plural nouns as attributes. Three passes find which nouns are looked at; counts of
 * second plural subjects and objects of a verb get lost, as in SPICE.
 */
final class Counts {
  private final WorkingGraph graph;
  private final List<Proposition> found = new ArrayList<>();

  private Counts(WorkingGraph graph) {
    this.graph = graph;
  }

  static List<Proposition> of(WorkingGraph graph) {
    var counts = new Counts(graph);
    counts.firstSubjectsWithObjects();
    counts.rootsAndSubjectsWithoutObjects();
    counts.others();
    return counts.found;
  }

  private void firstSubjectsWithObjects() {
    for (int head = 1; head <= graph.size(); head++) {
      var subject = pluralSubjects(head).stream().findFirst();
      var target = pluralObject(head);
      if (subject.isPresent() && target.isPresent()) {
        check(subject.get().dependent());
        check(target.get().dependent());
      }
    }
  }

  private void rootsAndSubjectsWithoutObjects() {
    for (int noun = 1; noun <= graph.size(); noun++) {
      if (isPlural(noun)
          && (graph.isRoot(noun)
              || graph.parents(noun).stream()
                  .anyMatch(edge -> edge.is("nsubj") && pluralObject(edge.governor()).isEmpty()))) {
        check(noun);
      }
    }
  }

  private void others() {
    for (int noun = 1; noun <= graph.size(); noun++) {
      if (isPlural(noun)
          && graph.contains(noun)
          && !graph.isRoot(noun)
          && graph.parents(noun).stream().noneMatch(this::isSubjectOrObjectBesidesSubject)) {
        check(noun);
      }
    }
  }

  private boolean isSubjectOrObjectBesidesSubject(Dependency edge) {
    return edge.is("nsubj")
        || ((isVerbObject(edge) || edge.relation().startsWith("nmod"))
            && !pluralSubjects(edge.governor()).isEmpty());
  }

  private List<Dependency> pluralSubjects(int head) {
    return graph.children(head, edge -> edge.is("nsubj") && isPlural(edge.dependent()));
  }

  private Optional<Dependency> pluralObject(int head) {
    return graph.children(head).stream()
        .filter(edge -> isPlural(edge.dependent()))
        .filter(edge -> isVerbObject(edge) || isPrepositionalObject(edge))
        .findFirst();
  }

  private boolean isPrepositionalObject(Dependency edge) {
    return edge.relation().startsWith("nmod")
        && !edge.relation().contains("agent")
        && graph.hasChild(edge.dependent(), "case");
  }

  private static boolean isVerbObject(Dependency edge) {
    return edge.is("dobj") || edge.is("iobj");
  }

  private boolean isPlural(int position) {
    return graph.token(position).isPluralNoun();
  }

  /**
   * A number counts if it stands before its noun; else the first word of a quantity phrase does.
   */
  private void check(int noun) {
    var number = graph.firstChild(noun, "nummod");
    if (number.isPresent()) {
      number.filter(position -> position < noun).ifPresent(position -> add(noun, position));
    } else {
      graph.firstChild(noun, "det:qmod").ifPresent(position -> add(noun, position));
    }
  }

  private void add(int noun, int number) {
    found.add(
        new Proposition.AttributeFound(
            Mention.of(graph.token(noun)), Mention.of(graph.token(number))));
  }
}
