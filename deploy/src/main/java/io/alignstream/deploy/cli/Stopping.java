package io.alignstream.deploy.cli;

import java.util.concurrent.CountDownLatch;

/** Ctrl-C and SIGTERM ask work to stop, and the process waits until it has saved. */
final class Stopping implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);

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
                  stop.run();
                  try {
                    ended.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop training"));
  }

  /** The work has ended, in whatever way. */
  @Override
  public void close() {
    ended.countDown();
  }
}
