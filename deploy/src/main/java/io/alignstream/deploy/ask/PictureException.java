package io.alignstream.deploy.ask;

import java.nio.file.Path;

/** A file that the line would have made a dead letter of. */
public final class PictureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PictureException(Path file, String message) {
    super(file + ": " + message);
  }

  PictureException(Path file, String message, Throwable cause) {
    super(file + ": " + message, cause);
  }
}
