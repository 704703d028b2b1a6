package io.alignstream.deploy.cluster.inference;

import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Reason.Code;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Jobs that no node has, and the law about deaths of nodes and of their lines: the first death
 * sends a group on as it is, for a node mostly dies of something else. After the second its events
 * are suspects and go one by one, each alone. One that was there at {@code maxDeaths} deaths is
 * poison.
 */
final class Queues {
  private final int maxDeaths;
  private final Deque<Job> waiting = new ArrayDeque<>();
  private final Deque<Job> suspects = new ArrayDeque<>();

  Queues(int maxDeaths) {
    this.maxDeaths = maxDeaths;
  }

  void add(Job job) {
    waiting.add(job);
  }

  /** Before all others, in this order. */
  void addFirst(List<Job> jobs) {
    for (int i = jobs.size() - 1; i >= 0; i--) {
      var job = jobs.get(i);
      (isSuspect(job) ? suspects : waiting).addFirst(job);
    }
  }

  /** Takes what a dead node or line had. */
  void afterDeath(List<Job> rest) {
    for (int i = rest.size() - 1; i >= 0; i--) {
      var jobs = rest.get(i).afterDeath(rest.get(i).deaths() > 0);
      jobs.stream().filter(job -> job.deaths() >= maxDeaths).forEach(this::condemn);
      addFirst(jobs.stream().filter(job -> job.deaths() < maxDeaths).toList());
    }
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  Job next() {
    return waiting.remove();
  }

  boolean hasSuspects() {
    return !suspects.isEmpty();
  }

  Optional<Job> nextSuspect() {
    return Optional.ofNullable(suspects.poll());
  }

  int size() {
    return waiting.size() + suspects.size();
  }

  private boolean isSuspect(Job job) {
    return job.deaths() > 1;
  }

  private void condemn(Job job) {
    for (var event : job.unanswered()) {
      job.take(
          Outcome.rejected(
              Reason.of(
                  "cluster",
                  Code.POISON,
                  "Inference nodes or their lines died %d times while they worked on event %s."
                      .formatted(job.deaths(), event.event().eventId()))));
    }
  }
}
