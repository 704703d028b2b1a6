package io.alignstream.schemas.line;

import java.util.List;
import java.util.Optional;

/**
 * A caption or a task's text as it arrived.
 *
 * @param text the words
 * @param givenPhrases phrases extracted beforehand; empty lets {@code parse} extract them
 */
public record Text(String text, Optional<List<Phrase>> givenPhrases) {
  /** Copies the phrases. */
  public Text {
    givenPhrases = givenPhrases.map(List::copyOf);
  }

  /** A text whose phrases are still to be found. */
  public static Text of(String text) {
    return new Text(text, Optional.empty());
  }
}
