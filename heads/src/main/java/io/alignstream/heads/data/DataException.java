package io.alignstream.heads.data;

import java.nio.file.Path;

/** A data file that is missing or of another form; names the file, and the record and field. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong with a file. */
  public DataException(Path file, String message) {
    super(file + ": " + message);
  }

  /** What is wrong with a file, and what showed it. */
  public DataException(Path file, String message, Throwable cause) {
    super(file + ": " + message, cause);
  }
}
