package io.alignstream.ingest.kafka;

import akka.Done;
import akka.NotUsed;
import akka.actor.ClassicActorSystemProvider;
import akka.kafka.ConsumerSettings;
import akka.kafka.Subscriptions;
import akka.kafka.javadsl.Consumer;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import java.util.HashMap;
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
 */
public final class PartitionStream {
  private final SharedKillSwitch drain;
  private final CompletionStage<Done> done;

  private PartitionStream(SharedKillSwitch drain, CompletionStage<Done> done) {
    this.drain = drain;
    this.done = done;
  }

  /**
   * Opens the publisher, reads the offset and runs.
   *
   * @param line gives one publication a record, in order
   * @param blocking where Kafka's blocking calls run; two threads a partition
   */
  public static PartitionStream run(
      TopicPartition partition,
      KafkaSettings kafka,
      String group,
      GroupSettings groups,
      Publisher.Opener opener,
      Flow<ConsumerRecord<byte[], byte[]>, Publication, NotUsed> line,
      Executor blocking,
      ClassicActorSystemProvider system) {
    var drain = KillSwitches.shared("drain " + partition);
    var consumer =
        ConsumerSettings.create(system, new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .withProperties(strings(kafka, group));
    CompletionStage<Done> done =
        CompletableFuture.supplyAsync(() -> opener.open(partition), blocking)
            .thenCompose(
                publisher ->
                    Consumer.plainSource(
                            consumer,
                            Subscriptions.assignmentWithOffset(partition, publisher.startOffset()))
                        .via(drain.flow())
                        .via(line)
                        .groupedWeightedWithin(
                            groups.maxBytes(),
                            groups.maxEvents(),
                            Publication::bytes,
                            groups.maxWait())
                        .mapAsync(
                            1,
                            publications ->
                                CompletableFuture.runAsync(
                                        () -> publisher.publish(publications), blocking)
                                    .thenApply(nothing -> Done.getInstance()))
                        .runWith(Sink.ignore(), system)
                        .handleAsync((ended, failure) -> end(publisher, failure), blocking));
    return new PartitionStream(drain, done);
  }

  /** Completes after the drain, or fails with what ended the stream. */
  public CompletionStage<Done> done() {
    return done;
  }

  /** Takes no more records, finishes those in flight, publishes them and ends. */
  public void drain() {
    drain.shutdown();
  }

  private static Done end(Publisher publisher, @Nullable Throwable failure) {
    if (failure != null) {
      publisher.abandon();
      throw failure instanceof CompletionException wrapped
          ? wrapped
          : new CompletionException(failure);
    }
    publisher.close();
    return Done.getInstance();
  }

  private static Map<String, String> strings(KafkaSettings kafka, String group) {
    var strings = new HashMap<String, String>();
    kafka.consumer(group).forEach((name, value) -> strings.put(name, String.valueOf(value)));
    return strings;
  }
}
