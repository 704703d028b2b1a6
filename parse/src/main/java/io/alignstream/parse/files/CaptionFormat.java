package io.alignstream.parse.files;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How a file holds captions. */
public enum CaptionFormat {
  /** A list of dictionaries, as MVPTR's {@code tools/phrase_parse.sh} reads it. */
  JSON(".json"),
  /** A dictionary a line. */
  JSONL(".jsonl"),
  /** A caption a line; phrases are written separated by tabs, their words by {@code |}. */
  TXT(".txt");

  private final String ending;

  CaptionFormat(String ending) {
    this.ending = ending;
  }

  /** The format that a file's name tells. */
  public static Optional<CaptionFormat> of(Path file) {
    var name = file.toString().toLowerCase(Locale.ROOT);
    for (var format : values()) {
      if (name.endsWith(format.ending)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
