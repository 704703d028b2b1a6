package io.alignstream.deploy.cluster.inference;

import static io.alignstream.deploy.cluster.Echo.event;
import static io.alignstream.deploy.cluster.inference.Pools.SETTINGS;
import static io.alignstream.deploy.cluster.inference.Pools.at;
import static io.alignstream.deploy.cluster.inference.Pools.awaitNodes;
import static io.alignstream.deploy.cluster.inference.Pools.completed;
import static io.alignstream.deploy.cluster.inference.Pools.linkFlow;
import static io.alignstream.deploy.cluster.inference.Pools.numberOf;
import static io.alignstream.deploy.cluster.inference.Pools.numbers;
import static io.alignstream.deploy.cluster.inference.Pools.reason;
import static io.alignstream.deploy.cluster.inference.Pools.run;
import static org.assertj.core.api.Assertions.assertThat;

import akka.japi.Pair;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.alignstream.deploy.cluster.Echo;
import io.alignstream.deploy.cluster.Role;
import io.alignstream.deploy.cluster.TestNodes;
import io.alignstream.deploy.cluster.inference.Pools.Worker;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.Replies;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.kafka.Output;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several nodes in one JVM, over real connections, share the work. */
class RemoteAnswersIT {
  /** A window so wide that one slow group does not hold up the whole stream, which keeps order. */
  private static final InferenceSettings WIDE =
      new InferenceSettings(16, 64 << 10, Duration.ofMillis(5), 64, 4, 3);

  @Test
  void outcomesComeInOrderAndNodesShareTheWork() {
    try (var nodes = new TestNodes("")) {
      var ingest = nodes.start(Role.INGEST);
      var first = new Worker(event -> at(event, ingest, Duration.ofMillis(2)));
      var second = new Worker(event -> at(event, ingest, Duration.ofMillis(2)));
      first.serve(nodes.start(Role.INFERENCE));
      second.serve(nodes.start(Role.INFERENCE));
      var pool = ingest.pool(Optional.empty(), state -> {});
      awaitNodes(ingest, pool, 2);

      assertThat(run(ingest, pool, 2_000, 1_000)).containsExactlyElementsOf(numbers(2_000));
      assertThat(first.seen.get()).isGreaterThan(300);
      assertThat(second.seen.get()).isGreaterThan(300);
    }
  }

  @Test
  void aSlowNodeGetsLess() {
    try (var nodes = new TestNodes("")) {
      var ingest = nodes.start(Role.INGEST);
      var fast = new Worker(event -> at(event, ingest, Duration.ofMillis(2)));
      var slow = new Worker(event -> at(event, ingest, Duration.ofMillis(100)));
      fast.serve(nodes.start(Role.INFERENCE));
      slow.serve(nodes.start(Role.INFERENCE));
      var pool = ingest.pool(Optional.empty(), state -> {});
      awaitNodes(ingest, pool, 2);

      assertThat(run(ingest, pool, 2_000, 1_000, WIDE)).containsExactlyElementsOf(numbers(2_000));
      assertThat(slow.seen.get()).isPositive().isLessThan(fast.seen.get() / 2);
    }
  }

  @Test
  void refusalsAndDeletionsStayInTheirPlaces() {
    try (var nodes = new TestNodes("")) {
      var node = nodes.start(Role.INGEST, Role.INFERENCE);
      var pool =
          node.pool(
              Optional.of(linkFlow(event -> completed(Outcome.accepted(Echo.outputs(event))))),
              state -> {});
      var refused = Outcome.<FetchedEvent>rejected(Reason.of("fetch", Reason.Code.NOT_AVRO, "no"));
      var deleted = Outcome.<FetchedEvent>deleted("image-7");
      var outcomes =
          Source.from(
                  List.of(
                      Pair.create(Outcome.accepted(event(0, 9)), 0),
                      Pair.create(refused, 1),
                      Pair.create(deleted, 2),
                      Pair.create(Outcome.accepted(event(3, 9)), 3)))
              .via(RemoteAnswers.<Integer>flow(pool, SETTINGS).asFlow())
              .runWith(Sink.seq(), node.system())
              .toCompletableFuture()
              .join();

      assertThat(outcomes).extracting(Pair::second).containsExactly(0, 1, 2, 3);
      assertThat(outcomes.get(1).first()).isEqualTo(Outcome.rejected(reason(refused)));
      assertThat(outcomes.get(2).first()).isEqualTo(Outcome.deleted("image-7"));
      assertThat(numberOf(outcomes.get(3).first())).isEqualTo(3);
    }
  }

  @Test
  void outputsThatFillSeveralMessagesArriveWhole() {
    try (var nodes = new TestNodes("alignstream.max-event-bytes = 100 KiB")) {
      var ingest = nodes.start(Role.INGEST);
      var outputs =
          IntStream.range(0, 40)
              .mapToObj(
                  i ->
                      new Output(
                          "answers",
                          Bytes.wrap(new byte[] {(byte) i}),
                          Bytes.wrap(new byte[90_000])))
              .toList(); // 3.6 MB beside a frame of 1.3 MB
      nodes
          .start(Role.INFERENCE)
          .serveInference(
              Flow.<Events>create()
                  .mapConcat(Events::events)
                  .mapConcat(event -> LinkFlow.replies(Outcome.accepted(outputs), 100_000))
                  .map(reply -> new Replies(List.of(reply))));
      var pool = ingest.pool(Optional.empty(), state -> {});
      awaitNodes(ingest, pool, 1);

      var outcome =
          Source.single(Pair.create(Outcome.accepted(event(0, 9)), 0))
              .via(RemoteAnswers.<Integer>flow(pool, SETTINGS).asFlow())
              .runWith(Sink.head(), ingest.system())
              .toCompletableFuture()
              .join();
      assertThat(outcome.first()).isEqualTo(Outcome.accepted(outputs));
    }
  }
}
