package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.MvptrModel;
import io.alignstream.encode.text.Example;
import io.alignstream.encode.text.TokenSequence;
import io.alignstream.encode.text.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Hides words, so that they must be found again (Devlin et al. 2019, §3.1; the reference's {@code
 * random_word} and {@code random_phrases}): of the words chosen, 8 in 10 become {@code [MASK]}, 1
 * in 10 another piece, 1 in 10 stays. A phrase that names a chosen word is hidden with it, any
 * other is hidden as rarely as a word; phrases are never asked for.
 *
 * <p>The reference reads which words a phrase was made of from a file of its own; here a phrase
 * names a word if one of its words begins like it (phrases are lemmas: {@code run} and {@code
 * running}).
 *
 * @param pieces words have the ids below this ({@code only_word_size})
 * @param probability that a word is chosen ({@code mask_prob})
 * @param phraseWords words of a phrase's id; none if it is unknown
 */
public record WordMask(
    Vocabulary vocabulary, int pieces, double probability, IntFunction<List<String>> phraseWords) {
  /** What is not asked for. */
  static final int NOTHING = -1;

  private static final int SHORTEST_STEM = 3;

  /** Refuses what is no probability, and a vocabulary whose mask the model would not see. */
  public WordMask {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException("mask_prob lies in (0, 1], not " + probability);
    }
    if (vocabulary.id(Vocabulary.MASK) != MvptrModel.MASK_ID) {
      throw new IllegalArgumentException(
          "vocab.txt: [MASK] has id %d; the model looks for %d"
              .formatted(vocabulary.id(Vocabulary.MASK), MvptrModel.MASK_ID));
    }
  }

  /**
   * An example with words hidden.
   *
   * @param text word ids to be found at each position of the text, -1 elsewhere
   * @param tags the same of the tag block
   */
  public record Masked(Example example, List<Integer> text, List<Integer> tags) {
    /** Copies the lists. */
    public Masked {
      text = List.copyOf(text);
      tags = List.copyOf(tags);
    }
  }

  /**
   * Hides words of the text and, if wanted, of the tags.
   *
   * @param seed decides everything
   */
  public Masked mask(Example example, boolean tags, long seed) {
    var random = new SplittableRandom(seed);
    var text = example.text();
    var words = new Hidden(text.ids());
    words.hide(random, 1, text.phraseStart());
    words.hidePhrases(random, text.phraseStart(), text.phraseEnd());
    var block = new Hidden(example.tags().ids());
    if (tags) {
      block.hide(random, 1, example.tags().length() - 1);
    }
    return new Masked(
        new Example(
            withIds(text, words.ids), withIds(example.tags(), block.ids), example.regionFeatures()),
        words.wanted,
        block.wanted);
  }

  /**
   * An example whose text hides a word already.
   *
   * @param word to be found at each {@code [MASK]}
   */
  Masked asked(Example example, int word) {
    var text =
        example.text().ids().stream().map(id -> id == MvptrModel.MASK_ID ? word : NOTHING).toList();
    return new Masked(example, text, Collections.nCopies(example.tags().ids().size(), NOTHING));
  }

  private static TokenSequence withIds(TokenSequence sequence, List<Integer> ids) {
    return new TokenSequence(ids, sequence.typeIds(), sequence.phraseStart(), sequence.phraseEnd());
  }

  private final class Hidden {
    private final List<Integer> ids;
    private final List<Integer> wanted;

    Hidden(List<Integer> ids) {
      this.ids = new ArrayList<>(ids);
      this.wanted = new ArrayList<>(Collections.nCopies(ids.size(), NOTHING));
    }

    void hide(SplittableRandom random, int from, int to) {
      for (int i = from; i < to; i++) {
        if (random.nextDouble() < probability) {
          wanted.set(i, ids.get(i));
          ids.set(i, instead(random, ids.get(i)));
        }
      }
    }

    private int instead(SplittableRandom random, int id) {
      double draw = random.nextDouble();
      return draw < 0.8 ? MvptrModel.MASK_ID : draw < 0.9 ? random.nextInt(pieces) : id;
    }

    void hidePhrases(SplittableRandom random, int from, int to) {
      var chosen = wanted.stream().filter(id -> id != NOTHING).distinct().toList();
      for (int i = from; i < to; i++) {
        boolean byChance = random.nextDouble() < probability;
        if (names(ids.get(i), chosen)) {
          ids.set(i, MvptrModel.MASK_ID);
        } else if (byChance) {
          ids.set(i, instead(random, ids.get(i)));
        }
      }
    }
  }

  private boolean names(int phrase, List<Integer> chosen) {
    if (chosen.contains(phrase)) {
      return true; // a phrase of one word has the word's id
    }
    var words = phraseWords.apply(phrase);
    return chosen.stream()
        .map(id -> vocabulary.piece(id).replaceFirst("^##", ""))
        .anyMatch(piece -> words.stream().anyMatch(word -> beginAlike(word, piece)));
  }

  /** Equal, or alike but for an ending of up to four letters. */
  private static boolean beginAlike(String word, String piece) {
    if (word.equals(piece)) {
      return true;
    }
    int common = 0;
    while (common < Math.min(word.length(), piece.length())
        && word.charAt(common) == piece.charAt(common)) {
      common++;
    }
    int longest = Math.max(word.length(), piece.length());
    return common >= Math.max(SHORTEST_STEM, longest - 4);
  }
}
