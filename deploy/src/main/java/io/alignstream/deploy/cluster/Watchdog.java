package io.alignstream.deploy.cluster;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices that this process did not run for a while: it was stopped, its virtual machine was
 * frozen, or its computer slept. Others have replaced it by then, and all it could still do is to
 * take the others for dead.
 *
 * <p>It looks at two clocks: one stands still while a virtual machine is frozen, the other does not
 * but can be set. A clock that is set forward by more than the limit looks like a pause.
 */
final class Watchdog implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final long limitMillis;
  private final LongSupplier monotonic;
  private final LongSupplier wall;
  private final Consumer<Duration> onPause;
  private final ScheduledExecutorService looks;
  private long lastMonotonic;
  private long lastWall;

  /**
   * Not started yet.
   *
   * @param limit longest pause that is nobody's business
   * @param monotonic milliseconds of a clock that is never set
   * @param wall milliseconds of the time of day
   * @param onPause gets a pause that was longer
   */
  @SuppressWarnings("ThreadPriorityCheck") // a hint: it works without, only later
  Watchdog(Duration limit, LongSupplier monotonic, LongSupplier wall, Consumer<Duration> onPause) {
    this.limitMillis = limit.toMillis();
    this.monotonic = monotonic;
    this.wall = wall;
    this.onPause = onPause;
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "watchdog");
              thread.setDaemon(true);
              thread.setPriority(Thread.MAX_PRIORITY);
              return thread;
            });
    this.lastMonotonic = monotonic.getAsLong();
    this.lastWall = wall.getAsLong();
  }

  /** Watches by this machine's clocks. */
  static Watchdog start(Duration limit, Consumer<Duration> onPause) {
    var watchdog =
        new Watchdog(
            limit,
            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
            System::currentTimeMillis,
            onPause);
    var unused =
        watchdog.looks.scheduleWithFixedDelay(
            watchdog::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return watchdog;
  }

  /** Compares the clocks with what they showed last. */
  void look() {
    long nowMonotonic = monotonic.getAsLong();
    long nowWall = wall.getAsLong();
    long paused = Math.max(nowMonotonic - lastMonotonic, nowWall - lastWall);
    lastMonotonic = nowMonotonic;
    lastWall = nowWall;
    if (paused > limitMillis) {
      onPause.accept(Duration.ofMillis(paused));
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
