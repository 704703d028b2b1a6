package io.alignstream.parse.corenlp;

import java.util.Map;

/** Names of Universal Dependencies 2, as CoreNLP 4 writes them, in those of version 1. */
final class RelationNames {
  private static final String OBLIQUE = "obl";
  private static final Map<String, String> OLD =
      Map.of(
          "obj",
          "dobj",
          "nsubj:pass",
          "nsubjpass",
          "csubj:pass",
          "csubjpass",
          "aux:pass",
          "auxpass",
          "fixed",
          "mwe",
          OBLIQUE,
          "nmod");

  private RelationNames() {}

  static String version1(String relation) {
    if (relation.startsWith(OBLIQUE + ":")) {
      return "nmod" + relation.substring(OBLIQUE.length());
    }
    return OLD.getOrDefault(relation, relation);
  }
}
