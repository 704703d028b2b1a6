package io.alignstream.deploy.watch;

import io.alignstream.deploy.line.StageWatch;
import io.alignstream.schemas.line.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Per stage: {@code alignstream_stage_seconds} (a histogram, whose count is the throughput), {@code
 * alignstream_stage_inside} (queue depth), and {@code alignstream_stage_rejected_total} by reason.
 */
public final class StageMeters {
  private final MeterRegistry registry;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

  /** Registers meters as stages come up. */
  public StageMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A watch for one run of a stream. What is inside when it closes is not counted any more. */
  public Stream stream() {
    var stream = new Stream();
    streams.add(stream);
    return stream;
  }

  /** The watch of one run. */
  public final class Stream implements StageWatch, AutoCloseable {
    private final Map<String, AtomicLong> inside = new ConcurrentHashMap<>();

    private Stream() {}

    @Override
    public void entered(String stage) {
      timer(stage);
      inside.computeIfAbsent(stage, name -> new AtomicLong()).incrementAndGet();
    }

    @Override
    public void left(String stage, Outcome<?> outcome, long nanos) {
      inside.computeIfAbsent(stage, name -> new AtomicLong()).decrementAndGet();
      timer(stage).record(Duration.ofNanos(nanos));
      outcome.fold(
          accepted -> true,
          reason -> {
            rejected(stage, reason.code().headerValue()).increment();
            return true;
          },
          imageId -> true);
    }

    @Override
    public void close() {
      streams.remove(this);
    }

    private long inside(String stage) {
      var count = inside.get(stage);
      return count == null ? 0 : count.get();
    }
  }

  private Timer timer(String stage) {
    return timers.computeIfAbsent(
        stage,
        name -> {
          Gauge.builder("alignstream.stage.inside", () -> inside(name))
              .description("Events in the stage now, those that wait for a batch included")
              .tag("stage", name)
              .register(registry);
          return Timer.builder("alignstream.stage")
              .description("Time of an event in the stage, waiting for its batch included")
              .tag("stage", name)
              .publishPercentileHistogram()
              .minimumExpectedValue(Duration.ofMillis(1))
              .maximumExpectedValue(Duration.ofSeconds(60))
              .register(registry);
        });
  }

  private long inside(String stage) {
    return streams.stream().mapToLong(stream -> stream.inside(stage)).sum();
  }

  private Counter rejected(String stage, String reason) {
    return Counter.builder("alignstream.stage.rejected")
        .description("Events that the stage refused")
        .tag("stage", stage)
        .tag("reason", reason)
        .register(registry);
  }
}
