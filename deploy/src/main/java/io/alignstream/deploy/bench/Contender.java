package io.alignstream.deploy.bench;

import java.time.Duration;

/** A way to get all events of the bench's topic through, exactly once. */
interface Contender {
  /** As the table calls it. */
  String name();

  /**
   * Gets all events through once.
   *
   * @param group a consumer group that nobody used before
   */
  Duration run(String group) throws InterruptedException;
}
