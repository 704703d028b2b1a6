package io.alignstream.deploy.guarantee;

/**
 * Every event's outputs are there, and what is there several times is the same each time, so that a
 * reader who keeps the newest a key sees what {@link ExactlyOnce} promises.
 */
public final class AtLeastOnce {
  private AtLeastOnce() {}

  /** Waits until all events are done, and compares. */
  public static void assertHolds(Ledger sent, OutputTopics outputs) throws InterruptedException {
    outputs.awaitAllDone();
    var came = Came.read(outputs);
    came.assertRepetitionsAreEqual();
    came.assertComplete(sent);
  }
}
