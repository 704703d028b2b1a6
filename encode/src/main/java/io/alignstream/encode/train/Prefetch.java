package io.alignstream.encode.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * Makes numbered values ahead of their use on threads of its own, so many and no more, and gives
 * them in order.
 */
final class Prefetch<T> implements AutoCloseable {
  private final LongFunction<T> make;
  private final long end;
  private final int ahead;
  private final ExecutorService threads;
  private final Deque<Future<T>> waiting = new ArrayDeque<>();
  private long next;

  /**
   * Starts with {@code first}.
   *
   * @param ahead values that are ready or under way at once
   * @param threads that make them
   */
  Prefetch(LongFunction<T> make, long first, long end, int ahead, int threads) {
    this.make = make;
    this.next = first;
    this.end = end;
    this.ahead = ahead;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              var thread = new Thread(task, "training data");
              thread.setDaemon(true);
              return thread;
            });
    fill();
  }

  /**
   * The next value; its maker's exception comes out here.
   *
   * @throws InterruptedException if the caller was interrupted while it waited
   */
  T take() throws InterruptedException {
    var first = waiting.remove();
    fill();
    try {
      return first.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new CancellationException(e.getMessage());
    }
  }

  private void fill() {
    while (waiting.size() < ahead && next < end) {
      long number = next++;
      waiting.add(threads.submit(() -> make.apply(number)));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
