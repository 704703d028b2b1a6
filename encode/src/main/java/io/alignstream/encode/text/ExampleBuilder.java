package io.alignstream.encode.text;

import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes examples with the reference's truncation ({@code tensorize_example} of {@code
 * oscar/datasets/general_dataset.py}, {@code run_vqa.py}, {@code run_ve.py}, {@code run_re.py}).
 * Nothing is padded here, so that both halves can be made, kept and joined on their own; {@link
 * ExampleBatch} pads.
 */
public record ExampleBuilder(WordPieceTokenizer tokenizer, ExampleLimits limits) {
  private static final int TEXT = 0;
  private static final int TAGS = 1;

  /** A pair of text and image. */
  public Example example(
      String text, List<Integer> phraseIds, String tags, FloatMatrix regionFeatures) {
    return new Example(text(text, phraseIds), tags(tags), regions(regionFeatures));
  }

  /**
   * {@code [CLS] words phrases [SEP]}: words cut to {@code maxSeqLength - 2}, phrases to what is
   * left then and {@code maxPhrases} more, so that a short text keeps many.
   */
  public TokenSequence text(String text, List<Integer> phraseIds) {
    var words = first(limits.maxSeqLength() - 2, tokenizer.tokenIds(text));
    var phrases = first(limits.maxTextLength() - 2 - words.size(), phraseIds);
    var ids = framed(words, phrases);
    return new TokenSequence(
        ids, Collections.nCopies(ids.size(), TEXT), 1 + words.size(), ids.size() - 1);
  }

  /**
   * The same, with tags behind it as far as there is room, of type 1 and without a {@code [SEP]} of
   * their own (the reference's {@code --use_b_text}).
   */
  public TokenSequence textWithTags(String text, List<Integer> phraseIds, String tags) {
    var alone = text(text, phraseIds);
    var added = first(limits.maxTextLength() - alone.length(), tokenizer.tokenIds(tags));
    return new TokenSequence(
        joined(alone.ids(), added),
        joined(alone.typeIds(), Collections.nCopies(added.size(), TAGS)),
        alone.phraseStart(),
        alone.phraseEnd());
  }

  /** {@code [CLS] tags [SEP]}: word pieces of all tags, joined by blanks, cut at the end. */
  public TokenSequence tags(String tags) {
    var pieces = first(limits.maxTagLength() - 2, tokenizer.tokenIds(tags));
    return TokenSequence.ofType(TAGS, framed(pieces, List.of()));
  }

  /** The first regions. */
  public FloatMatrix regions(FloatMatrix features) {
    if (features.rows() <= limits.maxImgSeqLength()) {
      return features;
    }
    var kept = new float[limits.maxImgSeqLength() * features.columns()];
    features.buffer().get(kept);
    return FloatMatrix.wrap(limits.maxImgSeqLength(), features.columns(), kept);
  }

  private List<Integer> framed(List<Integer> words, List<Integer> phrases) {
    var ids = new ArrayList<Integer>(words.size() + phrases.size() + 2);
    ids.add(tokenizer.vocabulary().id(Vocabulary.CLS));
    ids.addAll(words);
    ids.addAll(phrases);
    ids.add(tokenizer.vocabulary().id(Vocabulary.SEP));
    return ids;
  }

  private static List<Integer> joined(List<Integer> first, List<Integer> second) {
    var joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }

  private static List<Integer> first(int count, List<Integer> ids) {
    return ids.subList(0, Math.min(count, ids.size()));
  }
}
