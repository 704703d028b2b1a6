package io.alignstream.deploy.line;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where work is done; none of it on a dispatcher of the cluster, which must go on answering while a
 * model computes.
 *
 * @param blocking waits for Kafka, files and HTTP: a thread for everything that waits
 * @param computing decodes and parses: a thread a processor
 * @param inference runs models: a thread a batch in flight
 */
public record Threads(
    ExecutorService blocking, ExecutorService computing, ExecutorService inference)
    implements AutoCloseable {

  /**
   * Starts them; they end with the JVM at the latest.
   *
   * @param inference batches that the models run at once, over all partitions
   */
  public static Threads start(int inference) {
    return new Threads(
        Executors.newCachedThreadPool(named("blocking")),
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), named("computing")),
        Executors.newFixedThreadPool(inference, named("inference")));
  }

  /** Takes no more work and drops what has not begun. */
  @Override
  public void close() {
    blocking.shutdownNow();
    computing.shutdownNow();
    inference.shutdownNow();
  }

  private static ThreadFactory named(String purpose) {
    var number = new AtomicInteger();
    return work -> {
      var thread = new Thread(work, purpose + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
