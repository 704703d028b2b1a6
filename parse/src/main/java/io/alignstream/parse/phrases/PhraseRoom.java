package io.alignstream.parse.phrases;

import java.util.List;

/**
 * How many phrases go beside a text into the text encoder: those that it asks for, and what room
 * its words leave (MVPTR, {@code modeling_pipeline.py}, {@code tensorize_example}).
 *
 * @param maxWordPieces word pieces of a text, {@code [CLS]} and {@code [SEP]} among them
 * @param maxPhrases phrases beside a text that fills its room
 */
public record PhraseRoom(int maxWordPieces, int maxPhrases) {
  private static final int CLS_AND_SEP = 2;

  /** There is room for the two marks at least. */
  public PhraseRoom {
    if (maxWordPieces < CLS_AND_SEP || maxPhrases < 0) {
      throw new IllegalArgumentException(
          "at least %d word pieces and no negative number of phrases: %d, %d"
              .formatted(CLS_AND_SEP, maxWordPieces, maxPhrases));
    }
  }

  /**
   * The first ids that have room.
   *
   * @param phraseIds in SPICE's order
   * @param wordPieces word pieces of the text without the two marks
   */
  public List<Integer> cut(List<Integer> phraseIds, int wordPieces) {
    int words = maxWordPieces - CLS_AND_SEP;
    int room = maxPhrases + words - Math.min(wordPieces, words);
    return List.copyOf(phraseIds.subList(0, Math.min(room, phraseIds.size())));
  }
}
