package io.alignstream.encode.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes word pieces from texts: single characters first, then whatever two neighbouring pieces
 * appear most often together, joined (Sennrich et al. 2016), until there are enough. Frequent words
 * become one piece, and every word of known characters can be told.
 *
 * <p>The ids of BERT's vocabulary stay where they are: {@code [PAD]} 0, {@code [UNK]} 100, {@code
 * [CLS]} 101, {@code [SEP]} 102, {@code [MASK]} 103, which MVPTR's classes take for granted.
 */
public final class WordPieceTraining {
  private static final int UNUSED = 99; // places between [PAD] and [UNK], as BERT has them
  private static final String INSIDE = "##";

  private final Map<String, Long> words = new TreeMap<>();

  /** Counts the words of a text. */
  public WordPieceTraining add(String text) {
    for (var word : BasicTokenizer.words(text)) {
      if (!Vocabulary.SPECIAL.contains(word)) {
        words.merge(word, 1L, Long::sum);
      }
    }
    return this;
  }

  /**
   * The vocabulary of the words so far; the same texts in any order give the same.
   *
   * @param size of the vocabulary at most, the 104 reserved places and the characters included, all
   *     of which are in it
   * @param least how often two pieces must appear together to be joined
   */
  public Vocabulary vocabulary(int size, long least) {
    var split = new TreeMap<String, List<String>>();
    words.keySet().forEach(word -> split.put(word, characters(word)));
    Set<String> pieces = new LinkedHashSet<>(reserved());
    var alphabet = new TreeSet<String>();
    split.values().forEach(alphabet::addAll);
    pieces.addAll(alphabet);
    while (pieces.size() < size) {
      var best = best(split);
      if (best.isEmpty() || best.get().count() < least) {
        break;
      }
      pieces.add(best.get().joined());
      split.replaceAll((word, parts) -> joined(parts, best.get()));
    }
    return Vocabulary.of(List.copyOf(pieces));
  }

  private static List<String> reserved() {
    var reserved = new ArrayList<String>();
    reserved.add(Vocabulary.PAD);
    for (int i = 0; i < UNUSED; i++) {
      reserved.add("[unused" + i + "]");
    }
    reserved.addAll(List.of(Vocabulary.UNKNOWN, Vocabulary.CLS, Vocabulary.SEP, Vocabulary.MASK));
    return reserved;
  }

  /** {@code red}: r, ##e, ##d. */
  private static List<String> characters(String word) {
    var parts = new ArrayList<String>();
    word.codePoints()
        .mapToObj(Character::toString)
        .forEach(character -> parts.add(parts.isEmpty() ? character : INSIDE + character));
    return parts;
  }

  /** Two neighbours and how often they are. */
  private record Neighbours(String left, String right, long count) {
    String joined() {
      return left + right.substring(INSIDE.length());
    }

    /** The more frequent; of equals, the first in the alphabet. */
    boolean isBefore(Neighbours other) {
      if (count != other.count) {
        return count > other.count;
      }
      int order = joined().compareTo(other.joined());
      return order < 0 || (order == 0 && left.compareTo(other.left) < 0);
    }
  }

  /** The most frequent neighbours, if there are any. */
  private Optional<Neighbours> best(Map<String, List<String>> split) {
    var counts = new HashMap<List<String>, Long>();
    split.forEach(
        (word, parts) -> {
          for (int i = 0; i + 1 < parts.size(); i++) {
            counts.merge(
                List.of(parts.get(i), parts.get(i + 1)), words.getOrDefault(word, 0L), Long::sum);
          }
        });
    return counts.entrySet().stream()
        .map(pair -> new Neighbours(pair.getKey().get(0), pair.getKey().get(1), pair.getValue()))
        .reduce((one, other) -> one.isBefore(other) ? one : other);
  }

  private static List<String> joined(List<String> parts, Neighbours neighbours) {
    var joined = new ArrayList<String>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      boolean here =
          i + 1 < parts.size()
              && parts.get(i).equals(neighbours.left())
              && parts.get(i + 1).equals(neighbours.right());
      joined.add(here ? neighbours.joined() : parts.get(i));
      i += here ? 1 : 0;
    }
    return joined;
  }
}
