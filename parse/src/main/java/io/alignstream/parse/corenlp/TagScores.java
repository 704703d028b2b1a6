package io.alignstream.parse.corenlp;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import edu.stanford.nlp.parser.lexparser.LexicalizedParser;
import edu.stanford.nlp.util.DeltaIndex;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Which tags a word may have, as CoreNLP's lexicon scores them: log P(word | tag). Remembers recent
 * words. Thread-safe.
 */
final class TagScores {
  private static final int REMEMBERED_WORDS = 20_000;
  private static final int LONGEST_REMEMBERED = 40; // characters

  private final LexicalizedParser parser;
  private final Function<String, String> spelling;
  private final LoadingCache<Key, Scores> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED_WORDS).build(this::lookUp);

  /** The lexicon looks at a word's position only to tell the first word of a sentence. */
  private record Key(String word, boolean first) {}

  /** Parallel arrays: states of tags and their scores. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Scores(int[] states, float[] scores) {}

  TagScores(LexicalizedParser parser) {
    this.parser = parser;
    var americanize = parser.getOp().wordFunction;
    this.spelling = americanize == null ? word -> word : americanize;
  }

  Scores of(String word, boolean first) {
    var key = new Key(word, first);
    return word.length() > LONGEST_REMEMBERED ? lookUp(key) : remembered.get(key);
  }

  private Scores lookUp(Key key) {
    var word = spelling.apply(key.word());
    int location = key.first() ? 0 : 1;
    int number = new DeltaIndex<>(parser.wordIndex).addToIndex(word);
    var states = new int[parser.tagIndex.size()];
    var scores = new float[states.length];
    int found = 0;
    var taggings = parser.lex.ruleIteratorByWord(number, location, null);
    while (taggings.hasNext()) {
      var tagging = taggings.next();
      float score = parser.lex.score(tagging, location, word, null);
      if (score > Float.NEGATIVE_INFINITY) {
        states[found] = parser.stateIndex.indexOf(parser.tagIndex.get(tagging.tag));
        scores[found++] = score;
      }
    }
    return new Scores(Arrays.copyOf(states, found), Arrays.copyOf(scores, found));
  }
}
