package io.alignstream.parse.files;

/** A file of captions that cannot be read; the message names file and line. */
public final class CaptionFileException extends RuntimeException {
  CaptionFileException(String file, long line, String what) {
    super("%s, line %d: %s".formatted(file, line, what));
  }
}
