package io.alignstream.encode.pickle;

/** A pickle that is broken, or that names what is not allowed. */
public final class PickleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what is wrong, in a sentence. */
  public PickleException(String message) {
    super(message);
  }

  /** With what is wrong, in a sentence, and what showed it. */
  public PickleException(String message, Throwable cause) {
    super(message, cause);
  }
}
