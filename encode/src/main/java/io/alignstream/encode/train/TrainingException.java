package io.alignstream.encode.train;

/** A training that cannot go on: what happened, and what is left to go on from. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What happened. */
  public TrainingException(String message) {
    super(message);
  }

  /** What happened, and what showed it. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
