package io.alignstream.parse.synonyms;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.alignstream.parse.graph.WordSenses;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.dictionary.Dictionary;

/**
 * Senses from WordNet 3.0. A number is the byte offset of a synset in its data file; parts of
 * speech are not told apart, so that, as in METEOR's table which SPICE uses, two unlike senses with
 * the same offset count as equal (rare).
 */
public final class WordNetSenses implements WordSenses {
  private static final int REMEMBERED_WORDS = 100_000;

  private final Dictionary dictionary;
  private final LoadingCache<String, Set<Integer>> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED_WORDS).build(this::lookUp);

  private WordNetSenses(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  /**
   * Opens the WordNet 3.0 that is on the class path.
   *
   * @throws IllegalStateException if it is not there
   */
  public static WordNetSenses open() {
    try {
      return new WordNetSenses(Dictionary.getDefaultResourceInstance());
    } catch (JWNLException e) {
      throw new IllegalStateException("WordNet 3.0 (extjwnl-data-wn30) cannot be opened", e);
    }
  }

  @Override
  public Set<Integer> of(String words) {
    return remembered.get(words.toLowerCase(Locale.ROOT).trim().replace(' ', '_'));
  }

  private Set<Integer> lookUp(String word) {
    var senses = new HashSet<>(entry(word));
    baseForms(word).forEach(base -> senses.addAll(entry(base)));
    return Set.copyOf(senses);
  }

  /** Irregular base forms if the word has any, else what suffix stripping finds. */
  private Stream<String> baseForms(String word) {
    var irregular =
        POS.getAllPOS().stream()
            .flatMap(pos -> irregularForms(pos, word))
            .collect(Collectors.toSet());
    return irregular.isEmpty() ? Suffixes.strip(word, this::isKnown).stream() : irregular.stream();
  }

  private Stream<String> irregularForms(POS pos, String word) {
    try {
      return Optional.ofNullable(dictionary.getException(pos, word)).stream()
          .flatMap(found -> found.getExceptions().stream())
          .map(base -> base.replace(' ', '_'));
    } catch (JWNLException e) {
      throw unreadable(e);
    }
  }

  private boolean isKnown(String word) {
    return POS.getAllPOS().stream().anyMatch(pos -> indexWord(pos, word).isPresent());
  }

  private List<Integer> entry(String word) {
    return POS.getAllPOS().stream()
        .flatMap(pos -> indexWord(pos, word).stream())
        .flatMapToLong(found -> Arrays.stream(found.getSynsetOffsets()))
        .mapToObj(Math::toIntExact)
        .toList();
  }

  private Optional<IndexWord> indexWord(POS pos, String word) {
    if (word.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(dictionary.getIndexWord(pos, word.replace('_', ' ')));
    } catch (JWNLException e) {
      throw unreadable(e);
    }
  }

  private static IllegalStateException unreadable(JWNLException cause) {
    return new IllegalStateException("WordNet 3.0 cannot be read", cause);
  }
}
