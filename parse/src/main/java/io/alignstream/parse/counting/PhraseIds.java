package io.alignstream.parse.counting;

import io.alignstream.parse.phrases.PhraseVocabulary;
import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives phrases their ids as MVPTR's vocabulary has them: a one-word phrase that is a word piece
 * has that piece's id, the others follow after all word pieces.
 *
 * @param wordPieces ids of word pieces
 * @param firstId id of the first phrase that is none
 */
public record PhraseIds(Map<String, Integer> wordPieces, int firstId) {
  /** Copies the pieces. */
  public PhraseIds {
    wordPieces = Map.copyOf(wordPieces);
    if (firstId < 0) {
      throw new IllegalArgumentException("ids are not negative: " + firstId);
    }
  }

  /**
   * Reads a {@code vocab.txt}, one word piece a line; other phrases' ids begin after the last.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static PhraseIds after(Path wordPieces) {
    try {
      var pieces = new HashMap<String, Integer>();
      var lines = Files.readAllLines(wordPieces);
      for (int id = 0; id < lines.size(); id++) {
        pieces.put(lines.get(id), id);
      }
      return new PhraseIds(pieces, lines.size());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "word pieces %s cannot be read: %s".formatted(wordPieces, e.getMessage()), e);
    }
  }

  /** The vocabulary of phrases in this order; the same phrases always get the same ids. */
  public PhraseVocabulary number(List<PhraseCount> phrases) {
    var numbered = new LinkedHashMap<Integer, Phrase>();
    int next = firstId;
    for (var entry : phrases) {
      var words = entry.phrase().words();
      var piece = words.size() == 1 ? wordPieces.get(words.get(0)) : null;
      numbered.put(piece == null ? next++ : piece, entry.phrase());
    }
    return PhraseVocabulary.of(numbered);
  }
}
