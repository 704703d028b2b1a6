package io.alignstream.encode.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * BERT's uncased tokenizer (Devlin et al. 2019; word pieces by greedy longest match), equal to the
 * reference's {@code BertTokenizer} ({@code pytorch_transformers/tokenization_bert.py}). The five
 * special pieces, written in capitals as {@code [MASK]}, stay whole. Any string has word pieces.
 * Safe for use by several threads.
 */
public final class WordPieceTokenizer {
  private static final int LONGEST_WORD = 100; // code points
  private static final Pattern SPECIAL =
      Pattern.compile(
          Vocabulary.SPECIAL.stream().map(Pattern::quote).collect(Collectors.joining("|")));

  private final Vocabulary vocabulary;

  /** A tokenizer over these pieces. */
  public WordPieceTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** The pieces that it knows. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Word pieces of a text, without {@code [CLS]} and {@code [SEP]}. */
  public List<String> tokenize(String text) {
    var pieces = new ArrayList<String>();
    var special = SPECIAL.matcher(text);
    int from = 0;
    while (special.find()) {
      addPieces(pieces, text.substring(from, special.start()));
      pieces.add(special.group());
      from = special.end();
    }
    addPieces(pieces, text.substring(from));
    return pieces;
  }

  /** Ids of a text's word pieces, without {@code [CLS]} and {@code [SEP]}. */
  public List<Integer> tokenIds(String text) {
    return tokenize(text).stream().map(vocabulary::id).toList();
  }

  private void addPieces(List<String> pieces, String text) {
    for (var word : BasicTokenizer.words(text)) {
      int before = pieces.size();
      if (word.codePointCount(0, word.length()) > LONGEST_WORD || !addWord(pieces, word)) {
        pieces.subList(before, pieces.size()).clear();
        pieces.add(Vocabulary.UNKNOWN);
      }
    }
  }

  /** Adds a word's pieces, the longest first; false if a rest has none. */
  private boolean addWord(List<String> pieces, String word) {
    int start = 0;
    while (start < word.length()) {
      var prefix = start == 0 ? "" : "##";
      int end = word.length();
      while (end > start && !vocabulary.contains(prefix + word.substring(start, end))) {
        end = word.offsetByCodePoints(end, -1);
      }
      if (end == start) {
        return false;
      }
      pieces.add(prefix + word.substring(start, end));
      start = end;
    }
    return true;
  }
}
