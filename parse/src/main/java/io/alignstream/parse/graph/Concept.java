package io.alignstream.parse.graph;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Words for one thing, with the senses they may have and where they are said. Mutable. */
final class Concept {
  private final Set<String> words = new LinkedHashSet<>();
  private final Set<Integer> senses;
  private final Set<Span> spans;

  Concept(Mention mention, Set<Integer> senses) {
    words.add(mention.name());
    this.senses = new HashSet<>(senses);
    this.spans = new TreeSet<>(mention.spans());
  }

  boolean sameAs(Concept other) {
    return words.equals(other.words) && senses.equals(other.senses);
  }

  /** 1 for a shared word, else the shared part of all senses, 0 without any. */
  double similarity(Concept other) {
    if (sharesWord(other)) {
      return 1;
    }
    long shared = senses.stream().filter(other.senses::contains).count();
    long all = senses.size() + other.senses.size() - shared;
    return all == 0 ? 0 : (double) shared / all;
  }

  boolean overlaps(Concept other) {
    return sharesWord(other) || senses.stream().anyMatch(other.senses::contains);
  }

  void merge(Concept other) {
    words.addAll(other.words);
    senses.addAll(other.senses);
    mentionAgain(other);
  }

  void mentionAgain(Concept other) {
    spans.addAll(other.spans);
  }

  SceneGraph.Name freeze() {
    return new SceneGraph.Name(inReferenceOrder(), List.copyOf(spans));
  }

  private boolean sharesWord(Concept other) {
    return words.stream().anyMatch(other.words::contains);
  }

  /**
   * The order in which a Java hash table of 16 buckets (doubled over 12 words) walks through the
   * words, as vocabularies made with SPICE contain it. Insertion order rules within a bucket.
   */
  private List<String> inReferenceOrder() {
    int buckets = 16;
    while (words.size() > buckets * 3 / 4) {
      buckets *= 2;
    }
    int mask = buckets - 1;
    return words.stream()
        .sorted(
            Comparator.comparingInt(word -> (word.hashCode() ^ (word.hashCode() >>> 16)) & mask))
        .toList();
  }

  /** Word by word, a prefix first. */
  static int compareWords(List<String> left, List<String> right) {
    Iterator<String> rest = right.iterator();
    for (var word : left) {
      if (!rest.hasNext()) {
        return 1;
      }
      int order = word.compareTo(rest.next());
      if (order != 0) {
        return order;
      }
    }
    return rest.hasNext() ? -1 : 0;
  }
}
