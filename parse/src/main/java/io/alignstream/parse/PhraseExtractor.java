package io.alignstream.parse;

import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Text;

/** Finds the phrases of a text and their ids. Thread-safe. */
@FunctionalInterface
public interface PhraseExtractor {
  /** The text with its phrases; given ones are used as they are. */
  ParsedText parse(Text text);
}
