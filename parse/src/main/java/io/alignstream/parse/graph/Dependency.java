package io.alignstream.parse.graph;

/**
 * An edge of a dependency graph.
 *
 * @param relation Universal Dependencies 1 name, such as {@code dobj} or {@code nmod:in_front_of}
 * @param governor position of the governing token from 1, or 0 for the root edge
 * @param dependent position of the dependent token from 1
 */
public record Dependency(String relation, int governor, int dependent) {
  private static final String NMOD = "nmod:";

  boolean is(String name) {
    return relation.equals(name);
  }

  boolean isNmod() {
    return relation.startsWith(NMOD);
  }

  /** An object of a verb: direct, indirect, or through a preposition. */
  boolean isObject() {
    return is("dobj") || is("iobj") || isNmod();
  }

  /** Adds a preposition to a predicate; possessors and agents do not. */
  boolean isPrepositional() {
    return isNmod() && !is("nmod:poss") && !is("nmod:agent");
  }

  /** The preposition in an nmod's name, with spaces: {@code in front of}. */
  String preposition() {
    return relation.substring(NMOD.length()).replace('_', ' ');
  }
}
