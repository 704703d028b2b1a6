package io.alignstream.detect.tsv;

import java.nio.file.Path;

/** A TSV file, index or label map that is missing or not what it should be; names the file. */
public final class TsvException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong with a file. */
  public TsvException(Path file, String message) {
    super(file + ": " + message);
  }

  /** What is wrong with a file, and what showed it. */
  public TsvException(Path file, String message, Throwable cause) {
    super(file + ": " + message, cause);
  }
}
