package io.alignstream.ingest.kafka;

import akka.Done;
import akka.NotUsed;
import akka.actor.ClassicActorSystemProvider;
import akka.japi.Pair;
import akka.kafka.ConsumerSettings;
import akka.kafka.Subscriptions;
import akka.kafka.javadsl.Consumer;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * One partition from its committed offset through the line to its publisher. It ends when it is
 * drained, or fails as soon as anything does; its owner starts another one then, and waits long
 * before that if the failure is a {@link FencedException}.
 *
 * <p>Each stream counts itself where it begins, and its first publication clears the count. A
 * stream that finds others counted there is careful: it works on its first records one by one,
 * publishes each alone, and ends after them. So a record that kills what works on it, the whole JVM
 * included, is soon the first one of a stream, and becomes a dead letter when {@link
 * Work#maxAttempts} streams died of it.
 */
public final class PartitionStream {
  private final SharedKillSwitch drain;
  private final CompletionStage<Progress> held;
  private final CompletionStage<Done> done;

  private PartitionStream(
      SharedKillSwitch drain, CompletionStage<Progress> held, CompletionStage<Done> done) {
    this.drain = drain;
    this.held = held;
    this.done = done;
  }

  /**
   * Opens the publisher, reads the offset and runs.
   *
   * @param forgiven streams before this one that Kafka ended and no record: they are not counted
   * @param blocking where Kafka's blocking calls run; two threads a partition
   */
  public static PartitionStream run(
      TopicPartition partition,
      KafkaSettings kafka,
      String group,
      GroupSettings groups,
      Publisher.Opener opener,
      Work work,
      int forgiven,
      Executor blocking,
      ClassicActorSystemProvider system) {
    var drain = KillSwitches.shared("drain " + partition);
    var consumer =
        ConsumerSettings.create(system, new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .withProperties(strings(kafka, group));
    var held =
        CompletableFuture.supplyAsync(() -> Opened.by(opener, partition, forgiven), blocking);
    CompletionStage<Done> done =
        held.thenCompose(
            opened ->
                Consumer.plainSource(
                        consumer,
                        Subscriptions.assignmentWithOffset(partition, opened.start().nextOffset()))
                    .via(drain.flow())
                    .via(opened.published(work, groups, blocking))
                    .runWith(Sink.ignore(), system)
                    .handleAsync((ended, failure) -> opened.end(failure), blocking));
    return new PartitionStream(drain, held.thenApply(Opened::start), done);
  }

  /** Completes when nobody else can publish this partition any more, with where this one begins. */
  public CompletionStage<Progress> held() {
    return held;
  }

  /**
   * Completes after the drain or after a careful beginning, or fails with what ended the stream.
   */
  public CompletionStage<Done> done() {
    return done;
  }

  /** Takes no more records, finishes those in flight, publishes them and ends. */
  public void drain() {
    drain.shutdown();
  }

  /** A publisher, and the start of its stream, which is counted already. */
  private record Opened(Publisher publisher, Progress start) {

    static Opened by(Publisher.Opener opener, TopicPartition partition, int forgiven) {
      var publisher = opener.open(partition);
      var found = publisher.start();
      var start = new Progress(found.nextOffset(), Math.max(1, found.attempts() + 1 - forgiven));
      try {
        publisher.publish(List.of(), start);
        return new Opened(publisher, start);
      } catch (RuntimeException e) {
        publisher.abandon();
        throw e;
      }
    }

    Flow<ConsumerRecord<byte[], byte[]>, Done, NotUsed> published(
        Work work, GroupSettings groups, Executor blocking) {
      return start.attempts() == 1 ? inGroups(work, groups, blocking) : oneByOne(work, blocking);
    }

    private Flow<ConsumerRecord<byte[], byte[]>, Done, NotUsed> inGroups(
        Work work, GroupSettings groups, Executor blocking) {
      return Flow.<ConsumerRecord<byte[], byte[]>>create()
          .via(work.line())
          .groupedWeightedWithin(
              groups.maxBytes(), groups.maxEvents(), Publication::bytes, groups.maxWait())
          .mapAsync(1, publications -> publish(publications, 0, blocking));
    }

    private Flow<ConsumerRecord<byte[], byte[]>, Done, NotUsed> oneByOne(
        Work work, Executor blocking) {
      return Flow.<ConsumerRecord<byte[], byte[]>>create()
          .take(work.carefulEvents())
          .zipWithIndex()
          .flatMapConcat(
              event -> {
                boolean last = event.second() == work.carefulEvents() - 1;
                return one(work, event)
                    .mapAsync(
                        1, publication -> publish(List.of(publication), last ? 0 : 1, blocking));
              });
    }

    private Source<Publication, NotUsed> one(
        Work work, Pair<ConsumerRecord<byte[], byte[]>, Long> event) {
      boolean poison = event.second() == 0 && start.attempts() > work.maxAttempts();
      return poison
          ? Source.single(event.first()).map(work.poison()::apply)
          : Source.single(event.first()).via(work.line());
    }

    private CompletionStage<Done> publish(
        List<Publication> publications, int attempts, Executor blocking) {
      var next = publications.get(publications.size() - 1).nextOffset();
      return CompletableFuture.runAsync(
              () -> publisher.publish(publications, new Progress(next, attempts)), blocking)
          .thenApply(nothing -> Done.getInstance());
    }

    Done end(@Nullable Throwable failure) {
      if (failure != null) {
        publisher.abandon();
        throw failure instanceof CompletionException wrapped
            ? wrapped
            : new CompletionException(failure);
      }
      publisher.close();
      return Done.getInstance();
    }
  }

  private static Map<String, String> strings(KafkaSettings kafka, String group) {
    var strings = new HashMap<String, String>();
    kafka.consumer(group).forEach((name, value) -> strings.put(name, String.valueOf(value)));
    return strings;
  }
}
