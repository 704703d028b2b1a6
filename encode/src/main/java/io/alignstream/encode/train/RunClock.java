package io.alignstream.encode.train;

import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Results;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs functions of single numbers and adds up the time that TensorFlow took. */
final class RunClock {
  private final GraphSession session;
  private long nanos;

  RunClock(GraphSession session) {
    this.session = session;
  }

  Map<String, Double> run(String function, Map<String, Feed> inputs) {
    var timed = new long[1];
    var feeds = new LinkedHashMap<String, Feed>();
    inputs.forEach((name, feed) -> feeds.put(name, timed(feed, timed)));
    long begin = System.nanoTime();
    var values = session.run(function, feeds, RunClock::numbers);
    nanos += System.nanoTime() - begin - timed[0];
    return values;
  }

  /** Writing inputs into native memory is our time, not TensorFlow's. */
  private static Feed timed(Feed feed, long[] nanos) {
    return new Feed(
        feed.type(),
        feed.shape(),
        memory -> {
          long begin = System.nanoTime();
          feed.write().accept(memory);
          nanos[0] += System.nanoTime() - begin;
        });
  }

  private static Map<String, Double> numbers(Results results) {
    var values = new LinkedHashMap<String, Double>();
    results.names().forEach(name -> values.put(name, (double) results.number(name)));
    return values;
  }

  long nanos() {
    return nanos;
  }
}
