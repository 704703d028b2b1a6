package io.alignstream.ingest.dataset;

import java.util.PriorityQueue;

/** Numbers come back in any order; counts how many of the first ones are all there. */
final class Acknowledged {
  private final PriorityQueue<Long> ahead = new PriorityQueue<>();
  private long first;

  /** With this many at the beginning known to be there. */
  Acknowledged(long first) {
    this.first = first;
  }

  synchronized void add(long number) {
    ahead.add(number);
    for (var next = ahead.peek(); next != null && next == first; next = ahead.peek()) {
      ahead.poll();
      first++;
    }
  }

  synchronized long first() {
    return first;
  }
}
