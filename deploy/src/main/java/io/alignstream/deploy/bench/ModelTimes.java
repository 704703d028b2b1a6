package io.alignstream.deploy.bench;

import io.alignstream.deploy.line.Models;
import io.alignstream.detect.stage.Detector;
import io.alignstream.encode.stage.Encoder;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskKind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** How long the line's models were at work, call by call, on the threads that called them. */
final class ModelTimes {
  private final Clock detector = new Clock();
  private final Clock parser = new Clock();
  private final Clock encoder = new Clock();
  private final Clock heads = new Clock();

  /**
   * What the calls of one model took so far.
   *
   * @param calls of a batch, or of a text
   * @param wall thread-seconds inside the calls, those of several threads added
   * @param processor of these threads, TensorFlow's own threads apart
   */
  record Busy(long calls, double wall, double processor) {
    Busy minus(Busy before) {
      return new Busy(calls - before.calls, wall - before.wall, processor - before.processor);
    }

    /** Thread-seconds in which the callers waited, mostly for TensorFlow's threads. */
    double waiting() {
      return Math.max(0, wall - processor);
    }
  }

  /** Each model's. */
  record All(Busy detector, Busy parser, Busy encoder, Busy heads) {
    All minus(All before) {
      return new All(
          detector.minus(before.detector),
          parser.minus(before.parser),
          encoder.minus(before.encoder),
          heads.minus(before.heads));
    }
  }

  /** So far. */
  All now() {
    return new All(detector.now(), parser.now(), encoder.now(), heads.now());
  }

  /** The same models, with a look at the clocks around each call. */
  Models of(Models models) {
    return new Models(
        new Timed(models.detector()),
        models.features(),
        text -> parser.time(() -> models.phrases().parse(text)),
        new TimedEncoder(models.encoder()),
        events -> heads.time(() -> models.heads().answer(events)));
  }

  private final class Timed implements Detector {
    private final Detector model;

    Timed(Detector model) {
      this.model = model;
    }

    @Override
    public String modelVersion() {
      return model.modelVersion();
    }

    @Override
    public List<Outcome<Regions>> detect(List<DecodedImage> images) {
      return detector.time(() -> model.detect(images));
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private final class TimedEncoder implements Encoder {
    private final Encoder model;

    TimedEncoder(Encoder model) {
      this.model = model;
    }

    @Override
    public String modelVersion() {
      return model.modelVersion();
    }

    @Override
    public boolean readsPhrases(TaskKind task) {
      return model.readsPhrases(task);
    }

    @Override
    public List<Outcome<EncodedEvent>> encode(List<ParsedEvent> events) {
      return encoder.time(() -> model.encode(events));
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** Adds up; thread-safe. */
  private static final class Clock {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final LongAdder calls = new LongAdder();
    private final LongAdder wall = new LongAdder();
    private final LongAdder processor = new LongAdder();

    <T> T time(Supplier<T> call) {
      long began = System.nanoTime();
      long worked = threads.getCurrentThreadCpuTime();
      try {
        return call.get();
      } finally {
        calls.increment();
        processor.add(threads.getCurrentThreadCpuTime() - worked);
        wall.add(System.nanoTime() - began);
      }
    }

    Busy now() {
      return new Busy(calls.sum(), wall.sum() / 1e9, processor.sum() / 1e9);
    }
  }
}
