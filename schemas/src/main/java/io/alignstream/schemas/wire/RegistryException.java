package io.alignstream.schemas.wire;

/**
 * The schema registry did not do its work. This is broken infrastructure and not bad input: the
 * stream fails and starts again.
 */
public final class RegistryException extends RuntimeException {
  /** Without a cause. */
  public RegistryException(String message) {
    super(message);
  }

  /** With the failure behind it. */
  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
