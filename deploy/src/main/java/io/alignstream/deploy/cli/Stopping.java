package io.alignstream.deploy.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ctrl-C and SIGTERM ask work to stop, and the process waits until it has saved. */
final class Stopping implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean asked = new AtomicBoolean();

  /**
   * From now on the process's end calls this first.
   *
   * @param stop asks the work to end after its step
   */
  void with(Runnable stop) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.set(true);
                  stop.run();
                  try {
                    ended.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop training"));
  }

  /** Whether the process's end has asked the work to stop. */
  boolean isAsked() {
    return asked.get();
  }

  /** The work has ended, in whatever way. */
  @Override
  public void close() {
    ended.countDown();
  }
}
