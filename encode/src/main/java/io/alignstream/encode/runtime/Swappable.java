package io.alignstream.encode.runtime;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A model that can be replaced while it is in use: calls that began keep the old one, later ones
 * get the new one, and the old one is closed by whoever leaves it last. Nobody waits.
 *
 * @param <M> the model
 */
public final class Swappable<M extends AutoCloseable> implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private Held<M> current;

  private static final class Held<M> {
    private final M model;
    private int users = 1; // the slot itself

    private Held(M model) {
      this.model = model;
    }
  }

  /** Begins with a model, which it will close. */
  public Swappable(M model) {
    this.current = new Held<>(model);
  }

  /**
   * Uses the model that is current now.
   *
   * @throws IllegalStateException if this was closed
   */
  public <R> R use(Function<M, R> call) {
    var held = enter();
    try {
      return call.apply(held.model);
    } finally {
      leave(held);
    }
  }

  /** Replaces the model. */
  public void swap(M next) {
    lock.lock();
    Held<M> old;
    try {
      old = current;
      current = new Held<>(next);
    } finally {
      lock.unlock();
    }
    leave(old);
  }

  private Held<M> enter() {
    lock.lock();
    try {
      if (current.users == 0) {
        throw new IllegalStateException("the model was closed");
      }
      current.users++;
      return current;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Held<M> held) {
    lock.lock();
    boolean last;
    try {
      last = --held.users == 0;
    } finally {
      lock.unlock();
    }
    if (last) {
      close(held.model);
    }
  }

  private static void close(AutoCloseable model) {
    try {
      model.close();
    } catch (Exception e) {
      throw new IllegalStateException("a model cannot be closed: " + e.getMessage(), e);
    }
  }

  /** Closes the model when its last user is gone. */
  @Override
  public void close() {
    leave(current);
  }
}
