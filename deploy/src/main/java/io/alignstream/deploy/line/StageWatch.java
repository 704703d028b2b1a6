package io.alignstream.deploy.line;

import io.alignstream.schemas.line.Outcome;

/**
 * Sees what a stage works on; rejections and deletions of earlier stages pass unseen. Thread-safe,
 * and quick: the line waits for it.
 */
public interface StageWatch {
  /** One element has entered; it stays until {@link #left}, or until its stream fails. */
  void entered(String stage);

  /**
   * One element has left.
   *
   * @param nanos how long it was inside, waiting for its batch included
   */
  void left(String stage, Outcome<?> outcome, long nanos);

  /** Looks away. */
  static StageWatch none() {
    return new StageWatch() {
      @Override
      public void entered(String stage) {}

      @Override
      public void left(String stage, Outcome<?> outcome, long nanos) {}
    };
  }
}
