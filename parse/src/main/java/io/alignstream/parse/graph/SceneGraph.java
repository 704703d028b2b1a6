package io.alignstream.parse.graph;

import io.alignstream.schemas.line.Phrase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a caption says: objects, their attributes and relations between them.
 *
 * @param objects names of the objects; attributes and relations point to their positions
 * @param attributes properties of objects
 * @param relations directed relations between objects
 * @param warnings bounds that cut the caption, empty for a full result
 */
public record SceneGraph(
    List<Name> objects,
    List<Attribute> attributes,
    List<Relation> relations,
    List<Warning> warnings) {

  /**
   * A name and where the caption says it.
   *
   * @param words one word (which may contain spaces), or several for joined synonyms
   * @param spans the tokens behind it, in text order
   */
  public record Name(List<String> words, List<Span> spans) {
    /** Copies the lists. */
    public Name {
      words = List.copyOf(words);
      spans = List.copyOf(spans);
    }

    @Override
    public String toString() {
      return String.join("/", words);
    }
  }

  /** A property of the object at position {@code owner}. */
  public record Attribute(int owner, Name value) {}

  /** The objects at positions {@code subject} and {@code target} stand in a relation. */
  public record Relation(int subject, Name predicate, int target) {}

  /** Which bound cut the caption. */
  public enum Warning {
    /** The text was longer than the bound; its rest was left out. */
    TEXT_TOO_LONG("longer than the bound of characters; the rest was left out"),
    /** There were more sentences than the bound; the later ones were left out. */
    TOO_MANY_SENTENCES("more sentences than the bound; the later ones were left out"),
    /** A sentence had more words than the bound; the later ones were left out. */
    SENTENCE_TOO_LONG("a sentence with more words than the bound; the later ones were left out"),
    /** A sentence has no tree and gives nothing. */
    UNPARSABLE("a sentence without a tree, which gives nothing");

    private final String message;

    Warning(String message) {
      this.message = message;
    }

    /** What happened, in words. */
    public String message() {
      return message;
    }
  }

  private static final Comparator<List<Name>> ORDER =
      (left, right) -> {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
          int order = Concept.compareWords(left.get(i).words(), right.get(i).words());
          if (order != 0) {
            return order;
          }
        }
        return Integer.compare(left.size(), right.size());
      };

  /** Copies the lists. */
  public SceneGraph {
    objects = List.copyOf(objects);
    attributes = List.copyOf(attributes);
    relations = List.copyOf(relations);
    warnings = List.copyOf(warnings);
  }

  /** The phrases, sorted as SPICE does: name by name, a prefix first, without repetitions. */
  public List<Phrase> phrases() {
    return spokenPhrases().stream().map(SceneGraph::phrase).distinct().toList();
  }

  /** The same with the names' places in the caption, and repetitions that differ only in these. */
  public List<List<Name>> spokenPhrases() {
    var phrases = new ArrayList<List<Name>>();
    objects.forEach(name -> phrases.add(List.of(name)));
    for (var attribute : attributes) {
      phrases.add(List.of(objects.get(attribute.owner()), attribute.value()));
    }
    for (var relation : relations) {
      phrases.add(
          List.of(
              objects.get(relation.subject()),
              relation.predicate(),
              objects.get(relation.target())));
    }
    phrases.sort(ORDER);
    return List.copyOf(phrases);
  }

  private static Phrase phrase(List<Name> names) {
    return new Phrase(names.stream().map(Name::toString).toList());
  }
}
