package io.alignstream.heads.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the best of what it is offered.
 *
 * @param <T> what is ranked
 */
final class Nearest<T> {
  private final int most;
  private final Comparator<Scored<T>> bestFirst;
  private final PriorityQueue<Scored<T>> kept;

  private record Scored<T>(T what, float score) {}

  /**
   * Ranks by score, equal scores by an order of their own, so that results do not depend on who
   * came first.
   */
  Nearest(int most, Comparator<T> ties) {
    this.most = most;
    this.bestFirst =
        Comparator.<Scored<T>>comparingDouble(Scored::score)
            .reversed()
            .thenComparing(Scored::what, ties);
    this.kept = new PriorityQueue<>(bestFirst.reversed());
  }

  /** Whether something of this score has a chance; cheaper than offering it. */
  boolean wants(float score) {
    var worst = kept.peek();
    return kept.size() < most || (worst != null && score >= worst.score);
  }

  void offer(T what, float score) {
    kept.add(new Scored<>(what, score));
    if (kept.size() > most) {
      kept.poll();
    }
  }

  /** What is kept, best first. */
  <R> List<R> list(Shape<T, R> shape) {
    var sorted = new ArrayList<>(kept);
    sorted.sort(bestFirst);
    return sorted.stream().map(scored -> shape.of(scored.what, scored.score)).toList();
  }

  /** Makes a result of what was ranked. */
  @FunctionalInterface
  interface Shape<T, R> {
    R of(T what, float score);
  }
}
