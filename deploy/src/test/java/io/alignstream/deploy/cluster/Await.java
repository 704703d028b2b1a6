package io.alignstream.deploy.cluster;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions that nothing tells of, by looking again and again. */
public final class Await {
  private static final long LOOK_NANOS = 20_000_000;

  private Await() {}

  /** Returns when the condition holds. */
  public static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
