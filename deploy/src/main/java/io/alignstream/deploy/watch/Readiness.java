package io.alignstream.deploy.watch;

import java.util.List;
import java.util.function.Supplier;

/** What a node waits for before it should be given work. Thread-safe. */
public final class Readiness {
  private volatile Supplier<List<String>> waitingFor = () -> List.of("the node is starting");

  /** From now on ready as soon as this gives no reasons. */
  public void until(Supplier<List<String>> reasons) {
    waitingFor = reasons;
  }

  /** Not ready any more, for this reason. */
  public void end(String reason) {
    waitingFor = () -> List.of(reason);
  }

  /** What the node waits for, a line each; empty when it is ready. */
  public List<String> reasons() {
    return waitingFor.get();
  }
}
