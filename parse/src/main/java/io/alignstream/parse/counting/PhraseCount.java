package io.alignstream.parse.counting;

import io.alignstream.schemas.line.Phrase;
import java.util.Comparator;
import java.util.List;

/** A phrase and how many captions it appears in. */
public record PhraseCount(Phrase phrase, long count) {
  /** Word by word, a beginning first. */
  static final Comparator<Phrase> BY_WORDS =
      (left, right) -> {
        List<String> a = left.words();
        List<String> b = right.words();
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
          int order = a.get(i).compareTo(b.get(i));
          if (order != 0) {
            return order;
          }
        }
        return Integer.compare(a.size(), b.size());
      };

  /** The most frequent first, equally frequent ones by their words. */
  static final Comparator<PhraseCount> BY_FREQUENCY =
      Comparator.comparingLong(PhraseCount::count)
          .reversed()
          .thenComparing(PhraseCount::phrase, BY_WORDS);
}
