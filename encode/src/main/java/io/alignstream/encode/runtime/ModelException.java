package io.alignstream.encode.runtime;

/** A model that cannot be built or run as it is given: weights, configuration or inputs. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public ModelException(String message) {
    super(message);
  }

  /** What is wrong, and what showed it. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
