package io.alignstream.ingest.dataset;

import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Sends a data set's events, keyed by image id, and remembers how far it got: no event is left out,
 * whenever it ends. After a kill the last second's events may be sent again; they have the same
 * ids, so that their outputs replace those of the first time.
 *
 * <p>{@link #stop} may come from another thread, everything else from one.
 */
public final class DatasetProducer {
  private static final Duration STORED_EVERY = Duration.ofSeconds(1);

  private final Producer<byte[], byte[]> kafka;
  private final Serializer<ImageCaptionEvent> serializer;
  private final Plan plan;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean stopping;

  /**
   * What is sent and how.
   *
   * @param topic where events go
   * @param dataSet names data set and settings, so that a state file is not used for another
   * @param limits refuses events that the topic would refuse
   * @param perSecond most events a second; 0 for as many as Kafka takes
   * @param state where the position is kept; empty if it is not
   * @param skipBroken leaves out samples whose image is missing or too large instead of ending
   */
  public record Plan(
      String topic,
      String dataSet,
      EventLimits limits,
      double perSecond,
      Optional<Path> state,
      boolean skipBroken) {}

  /**
   * What became of a data set.
   *
   * @param samples its first samples that are done, those of earlier runs among them
   * @param skipped samples that this run left out
   * @param complete whether that is all of it
   */
  public record Result(long samples, long skipped, boolean complete) {}

  /** Hears what happens, from the thread that runs. */
  public interface Listener {
    /** So many samples were handed to Kafka, which is that part of the data set, from 0 to 1. */
    void sent(long samples, double progress);

    /** A sample was left out. */
    void skipped(DatasetException why);
  }

  /** With a producer that waits for all replicas and is idempotent; it is not closed here. */
  public DatasetProducer(
      Producer<byte[], byte[]> kafka, Serializer<ImageCaptionEvent> serializer, Plan plan) {
    this.kafka = kafka;
    this.serializer = serializer;
    this.plan = plan;
  }

  /** Ends {@link #run} soon: what was handed to Kafka is acknowledged, and the position stored. */
  public void stop() {
    stopping = true;
  }

  /**
   * Sends all that was not sent before and waits until it is acknowledged.
   *
   * @throws DatasetException if the data set cannot be read further, a sample is broken and not to
   *     be skipped, or Kafka refuses an event; the position is stored before
   */
  public Result run(Samples samples, EventMaker maker, Listener listener) {
    long done = plan.state().map(f -> ProducePosition.load(f, plan.dataSet()).samples()).orElse(0L);
    var acknowledged = new Acknowledged(done);
    long number = 0;
    for (; number < done && samples.hasNext(); number++) {
      samples.next();
    }
    try {
      return send(samples, maker, listener, number, acknowledged);
    } finally {
      kafka.flush();
      store(acknowledged);
    }
  }

  private Result send(
      Samples samples, EventMaker maker, Listener listener, long first, Acknowledged acknowledged) {
    long start = System.nanoTime();
    long stored = start;
    long skipped = 0;
    long number = first;
    while (samples.hasNext() && !stopping && failure.get() == null) {
      try {
        send(event(samples.next(), maker, number), number, acknowledged);
      } catch (BrokenSample broken) {
        if (!plan.skipBroken()) {
          throw broken.why;
        }
        skipped++;
        listener.skipped(broken.why);
        acknowledged.add(number);
      }
      number++;
      listener.sent(number, samples.progress());
      long now = System.nanoTime();
      if (now - stored > STORED_EVERY.toNanos()) {
        store(acknowledged);
        stored = now;
      }
      keepPace(start, number - first);
    }
    kafka.flush();
    var failed = failure.get();
    if (failed != null) {
      throw new DatasetException("Kafka did not take an event: " + failed.getMessage(), failed);
    }
    return new Result(acknowledged.first(), skipped, !samples.hasNext());
  }

  /** A sample that may be skipped, unlike a data set that cannot be read on. */
  private static final class BrokenSample extends Exception {
    private final transient DatasetException why;

    BrokenSample(DatasetException why) {
      super(why);
      this.why = why;
    }
  }

  private ProducerRecord<byte[], byte[]> event(Sample sample, EventMaker maker, long number)
      throws BrokenSample {
    try {
      var key = Keys.ofImage(sample.imageId());
      var value = serializer.serialize(plan.topic(), maker.event(sample, number));
      long bytes = (long) key.length + value.length;
      if (bytes > plan.limits().maxEventBytes()) {
        throw new DatasetException(
            "%s: the event with image %s has %d bytes, alignstream.max-event-bytes is %d"
                .formatted(sample.place(), sample.image(), bytes, plan.limits().maxEventBytes()));
      }
      return new ProducerRecord<>(plan.topic(), key, value);
    } catch (DatasetException e) {
      throw new BrokenSample(e);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
  private void send(ProducerRecord<byte[], byte[]> event, long number, Acknowledged acknowledged) {
    kafka.send(
        event,
        (metadata, refused) -> {
          if (refused == null) {
            acknowledged.add(number);
          } else {
            failure.compareAndSet(null, refused);
          }
        });
  }

  private void store(Acknowledged acknowledged) {
    plan.state()
        .ifPresent(file -> new ProducePosition(plan.dataSet(), acknowledged.first()).store(file));
  }

  private void keepPace(long start, long sent) {
    if (plan.perSecond() > 0) {
      long due = start + (long) (sent * 1e9 / plan.perSecond());
      for (long left = due - System.nanoTime();
          left > 0 && !stopping;
          left = due - System.nanoTime()) {
        LockSupport.parkNanos(Math.min(left, 100_000_000));
      }
    }
  }
}
