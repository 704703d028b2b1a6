package io.alignstream.deploy.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The threads of one part of this process, so that its processor time can be told from the others':
 * what a thread of a crew starts belongs to the crew.
 */
final class Crew {
  private final ThreadGroup group;

  Crew(String name) {
    this.group = new ThreadGroup(name);
  }

  /** Does something on a thread of the crew and waits for it. */
  <T> T call(Callable<T> work) throws InterruptedException {
    var task = new FutureTask<>(work);
    new Thread(group, task, group.getName()).start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  /** Those that live now. */
  List<Thread> threads() {
    var found = new Thread[2 * group.activeCount() + 64];
    return List.of(Arrays.copyOf(found, group.enumerate(found)));
  }
}
