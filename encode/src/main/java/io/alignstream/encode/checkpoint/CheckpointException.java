package io.alignstream.encode.checkpoint;

import java.nio.file.Path;

/** A checkpoint that is missing, truncated, corrupt or hostile; names the file. */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong with a file. */
  public CheckpointException(Path file, String message) {
    super(file + ": " + message);
  }

  /** What is wrong with a file, and what showed it. */
  public CheckpointException(Path file, String message, Throwable cause) {
    super(file + ": " + message, cause);
  }
}
