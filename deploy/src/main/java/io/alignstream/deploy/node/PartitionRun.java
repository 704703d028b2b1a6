package io.alignstream.deploy.node;

import akka.Done;
import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import io.alignstream.ingest.kafka.PartitionStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one partition's stream running: another one begins when it fails, after a back-off, until
 * it is drained. Thread-safe.
 */
public final class PartitionRun {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionRun.class);

  private final TopicPartition partition;
  private final IntFunction<PartitionStream> streams;
  private final Backoff backoff;
  private final ActorSystem<?> system;
  private final CompletableFuture<Done> drained = new CompletableFuture<>();
  private Optional<PartitionStream> stream = Optional.empty();
  private Optional<Cancellable> waiting = Optional.empty();
  private boolean draining;
  private boolean working;
  private int failures;
  private int forgiven;
  private long began;

  private PartitionRun(
      TopicPartition partition,
      IntFunction<PartitionStream> streams,
      Backoff backoff,
      ActorSystem<?> system) {
    this.partition = partition;
    this.streams = streams;
    this.backoff = backoff;
    this.system = system;
  }

  /**
   * Begins.
   *
   * @param streams starts a stream; its argument is {@code forgiven} of {@link PartitionStream#run}
   */
  public static PartitionRun start(
      TopicPartition partition,
      IntFunction<PartitionStream> streams,
      Backoff backoff,
      ActorSystem<?> system) {
    var run = new PartitionRun(partition, streams, backoff, system);
    run.begin();
    return run;
  }

  /** The partition. */
  public TopicPartition partition() {
    return partition;
  }

  /** Whether a stream holds the partition now. */
  public synchronized boolean isWorking() {
    return working;
  }

  /** Takes no more records and publishes those in flight; completes when that is done. */
  public synchronized CompletionStage<Done> drain() {
    draining = true;
    if (waiting.isPresent()) {
      waiting.get().cancel();
      drained.complete(Done.getInstance());
    }
    stream.ifPresent(PartitionStream::drain);
    return drained;
  }

  private synchronized void begin() {
    waiting = Optional.empty();
    if (draining) {
      drained.complete(Done.getInstance());
      return;
    }
    began = System.nanoTime();
    var begun = streams.apply(forgiven);
    stream = Optional.of(begun);
    var unusedHeld = begun.held().thenAccept(progress -> held());
    var unusedDone = begun.done().whenComplete(this::ended);
  }

  private synchronized void held() {
    working = stream.isPresent();
  }

  private synchronized void ended(@Nullable Done done, @Nullable Throwable failure) {
    stream = Optional.empty();
    if (draining) {
      working = false;
      if (failure != null) {
        LOG.warn(
            "{} failed while it was drained; what was in flight is done again", partition, failure);
      }
      drained.complete(Done.getInstance());
      return;
    }
    if (failure == null) {
      failures = 0;
      forgiven = 0;
      begin();
      return;
    }
    working = false;
    forgiven = Failures.isInfrastructure(failure) ? 1 : 0;
    failures = hasLivedLong() ? 1 : failures + 1;
    var wait = backoff.after(failures, failure);
    LOG.atWarn()
        .addKeyValue("topic", partition.topic())
        .addKeyValue("partition", partition.partition())
        .setCause(LOG.isDebugEnabled() ? failure : null)
        .log("{} failed; again in {} ms: {}", partition, wait.toMillis(), told(failure));
    waiting =
        Optional.of(system.scheduler().scheduleOnce(wait, this::begin, system.executionContext()));
  }

  private boolean hasLivedLong() {
    return Duration.ofNanos(System.nanoTime() - began).compareTo(backoff.max()) > 0;
  }

  /** The chain of causes in a line. */
  private static String told(Throwable failure) {
    return String.join(
        "; ",
        Failures.in(failure)
            .filter(cause -> !(cause instanceof CompletionException))
            .map(Throwable::toString)
            .limit(4)
            .toList());
  }
}
