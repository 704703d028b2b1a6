package io.alignstream.deploy.bench;

import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events to a running node and waits until all that they leave can be read.
 *
 * @param meanwhile done now and then while it waits
 */
record Passing(KafkaSettings kafka, Topics topics, Runnable meanwhile) {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
  private static final Duration NOW_AND_THEN = Duration.ofMillis(500);

  /**
   * What came of it.
   *
   * @param wall seconds from the first event's time to the last readable output
   * @param latencies seconds from each event's time to its readable index entry, ascending
   */
  record Passed(double wall, List<Double> latencies) {
    Passed {
      latencies = List.copyOf(latencies);
    }

    /** The latency that so large a share of the events do not exceed (nearest rank). */
    double latency(double share) {
      int rank = (int) Math.ceil(share * latencies.size());
      return latencies.get(Math.max(0, rank - 1));
    }

    double mean() {
      return latencies.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
  }

  /** All at once. */
  Passed atOnce(Workload.Load load, IntConsumer progress) {
    return pass(load, Duration.ZERO, progress);
  }

  /**
   * One after the other at equal intervals, however long the line takes: an event's time is when it
   * was due.
   */
  Passed paced(Workload.Load load, double perSecond, IntConsumer progress) {
    return pass(load, Duration.ofNanos((long) (1e9 / perSecond)), progress);
  }

  private Passed pass(Workload.Load load, Duration interval, IntConsumer progress) {
    try (var watch = new IndexWatch(kafka, topics);
        var producer =
            new KafkaProducer<>(
                kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.partitionsFor(topics.events()); // so that the first event does not wait for that
      long start = System.nanoTime();
      var sending = CompletableFuture.runAsync(() -> send(producer, load, start, interval));
      await(watch, load, progress);
      double wall = (System.nanoTime() - start) / 1e9;
      sending.join();
      return new Passed(wall, latencies(watch, load, start, interval));
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, Workload.Load load, long start, Duration interval) {
    for (int number = 0; number < load.events(); number++) {
      long due = due(start, interval, number);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      var unused = producer.send(load.records().get(number)); // what gets lost is missed below
    }
  }

  private static long due(long start, Duration interval, int number) {
    return start + number * interval.toNanos();
  }

  private void await(IndexWatch watch, Workload.Load load, IntConsumer progress) {
    long heard = System.nanoTime();
    long done = heard;
    while (watch.entries() < load.events() || watch.answers() < load.tasks()) {
      long now = System.nanoTime();
      if (watch.poll()) {
        heard = now;
        progress.accept(watch.entries());
      } else if (now - heard > LONGEST_SILENCE.toNanos()) {
        throw new IllegalStateException(
            "nothing came for %s; %d of %d events were through"
                .formatted(LONGEST_SILENCE, watch.entries(), load.events()));
      }
      if (now - done > NOW_AND_THEN.toNanos()) {
        done = now;
        meanwhile.run();
      }
    }
  }

  private static List<Double> latencies(
      IndexWatch watch, Workload.Load load, long start, Duration interval) {
    return IntStream.range(0, load.events())
        .mapToObj(
            number -> {
              var imageId = Keys.text(load.records().get(number).key());
              return (watch.since(imageId) - due(start, interval, number)) / 1e9;
            })
        .sorted()
        .toList();
  }
}
