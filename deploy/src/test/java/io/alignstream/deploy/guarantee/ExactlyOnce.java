package io.alignstream.deploy.guarantee;

/**
 * Every event's outputs are there once for a {@code read_committed} reader: index entries, answers
 * and deletions of good events, one dead letter with the original bytes, key, headers and timestamp
 * and the right reason of each bad one, and nothing else.
 */
public final class ExactlyOnce {
  private ExactlyOnce() {}

  /** Waits until all events are done, and compares. */
  public static void assertHolds(Ledger sent, OutputTopics outputs) throws InterruptedException {
    outputs.awaitAllDone();
    var came = Came.read(outputs);
    came.assertNothingDoubled();
    came.assertComplete(sent);
  }
}
