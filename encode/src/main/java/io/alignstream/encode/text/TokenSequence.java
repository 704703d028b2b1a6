package io.alignstream.encode.text;

import java.util.Collections;
import java.util.List;

/**
 * Token ids of one text or tag block, from {@code [CLS]} on, without padding: [L].
 *
 * @param ids ids of words, phrases and special pieces
 * @param typeIds segment of each: 0 for words and phrases, 1 for tags
 * @param phraseStart place of the first phrase id
 * @param phraseEnd place behind the last phrase id; equal to {@code phraseStart} without phrases
 */
public record TokenSequence(
    List<Integer> ids, List<Integer> typeIds, int phraseStart, int phraseEnd) {
  /** Copies the lists, which are equally long. */
  public TokenSequence {
    ids = List.copyOf(ids);
    typeIds = List.copyOf(typeIds);
    if (ids.size() != typeIds.size()) {
      throw new IllegalArgumentException(
          "%d ids but %d type ids".formatted(ids.size(), typeIds.size()));
    }
    if (phraseStart < 0 || phraseStart > phraseEnd || phraseEnd > ids.size()) {
      throw new IllegalArgumentException(
          "phrases at [%d, %d) of %d ids".formatted(phraseStart, phraseEnd, ids.size()));
    }
  }

  /** Tokens of one type, without phrases. */
  static TokenSequence ofType(int typeId, List<Integer> ids) {
    return new TokenSequence(ids, Collections.nCopies(ids.size(), typeId), ids.size(), ids.size());
  }

  /** Number of tokens. */
  public int length() {
    return ids.size();
  }
}
