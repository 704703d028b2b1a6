package io.alignstream.deploy.cluster.inference;

import static io.alignstream.deploy.cluster.Echo.answered;
import static io.alignstream.deploy.cluster.Echo.encoding;
import static io.alignstream.deploy.cluster.Echo.event;
import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.japi.Pair;
import akka.pattern.Patterns;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.alignstream.deploy.cluster.Await;
import io.alignstream.deploy.cluster.ClusterNode;
import io.alignstream.deploy.cluster.Echo;
import io.alignstream.deploy.cluster.Role;
import io.alignstream.deploy.cluster.TestNodes;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.Replies;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.kafka.Output;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several nodes in one JVM, over real connections. */
class RemoteAnswersIT {
  private static final InferenceSettings SETTINGS =
      new InferenceSettings(16, 64 << 10, Duration.ofMillis(5), 8, 4, 3);

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

  @Test
  void withoutAnInferenceNodeTheStreamWaitsForOne() {
    try (var nodes = new TestNodes("")) {
      var ingest = nodes.start(Role.INGEST);
      var pool = ingest.pool(Optional.empty(), state -> {});
      var entered = new AtomicInteger();
      var done =
          Source.range(0, 4_999)
              .map(
                  number -> {
                    entered.incrementAndGet();
                    return Pair.create(Outcome.accepted(event(number, 1_000)), number);
                  })
              .via(RemoteAnswers.<Integer>flow(pool, SETTINGS).asFlow())
              .runWith(Sink.seq(), ingest.system());
      Await.until(() -> ingest.state(pool).toCompletableFuture().join().waiting() == 8);
      assertThat(entered.get()).isLessThan(16 * 20); // groups that wait, and the one that gathers

      new Worker(event -> completed(Outcome.accepted(Echo.outputs(event))))
          .serve(nodes.start(Role.INFERENCE));
      assertThat(done.toCompletableFuture().join()).hasSize(5_000);
    }
  }

  @Test
  void aNodeThatLeavesFinishesWhatItHas() {
    try (var nodes = new TestNodes("")) {
      var ingest = nodes.start(Role.INGEST);
      var leaver = nodes.start(Role.INFERENCE);
      var stayer = new Worker(event -> at(event, ingest, Duration.ofMillis(1)));
      var worker = new Worker(event -> at(event, ingest, Duration.ofMillis(1)));
      worker.serve(leaver);
      stayer.serve(nodes.start(Role.INFERENCE));
      var pool = ingest.pool(Optional.empty(), state -> {});
      awaitNodes(ingest, pool, 2);
      var done = start(ingest, pool, 2_000, 1_000, SETTINGS);
      Await.until(() -> worker.seen.get() > 200);
      leaver.leave().toCompletableFuture().join();

      assertThat(numbersOf(done)).containsExactlyElementsOf(numbers(2_000));
      assertThat(worker.seen.get() + stayer.seen.get()).isEqualTo(2_000); // nothing done twice
    }
  }

  @Test
  void aLinkThatFailsIsOpenedAgain() {
    try (var nodes = new TestNodes("")) {
      var ingest = nodes.start(Role.INGEST);
      var failures = new AtomicInteger(2);
      new Worker(
              event -> {
                if (event.event().eventId().equals("event-50") && failures.getAndDecrement() > 0) {
                  throw new IllegalStateException("the device is gone for a moment");
                }
                return completed(Outcome.accepted(Echo.outputs(event)));
              })
          .serve(nodes.start(Role.INFERENCE));
      var pool = ingest.pool(Optional.empty(), state -> {});

      assertThat(run(ingest, pool, 100, 100)).containsExactlyElementsOf(numbers(100));
      assertThat(failures.get()).isNegative();
    }
  }

  /** An inference node's work, counted. */
  private static final class Worker {
    final AtomicInteger seen = new AtomicInteger();
    private final Function<FetchedEvent, CompletionStage<Outcome<EventOutputs>>> work;

    Worker(Function<FetchedEvent, CompletionStage<Outcome<EventOutputs>>> work) {
      this.work = work;
    }

    void serve(ClusterNode node) {
      node.serveInference(
          linkFlow(
              event -> {
                seen.incrementAndGet();
                return work.apply(event);
              }));
    }
  }

  private static Flow<Events, Replies, NotUsed> linkFlow(
      Function<FetchedEvent, CompletionStage<Outcome<EventOutputs>>> work) {
    return LinkFlow.of(answered(8, work), encoding(), SETTINGS);
  }

  private static CompletionStage<Outcome<EventOutputs>> at(
      FetchedEvent event, ClusterNode clock, Duration later) {
    return Patterns.after(
        later,
        clock.system().classicSystem(),
        () -> completed(Outcome.accepted(Echo.outputs(event))));
  }

  private static <T> CompletionStage<T> completed(T value) {
    return CompletableFuture.completedFuture(value);
  }

  private static void awaitNodes(
      ClusterNode ingest, akka.actor.typed.ActorRef<InferencePool.Command> pool, int nodes) {
    Await.until(() -> ingest.state(pool).toCompletableFuture().join().nodes() == nodes);
  }

  private static List<Integer> run(
      ClusterNode ingest,
      akka.actor.typed.ActorRef<InferencePool.Command> pool,
      int events,
      int imageBytes) {
    return run(ingest, pool, events, imageBytes, SETTINGS);
  }

  private static List<Integer> run(
      ClusterNode ingest,
      akka.actor.typed.ActorRef<InferencePool.Command> pool,
      int events,
      int imageBytes,
      InferenceSettings settings) {
    return numbersOf(start(ingest, pool, events, imageBytes, settings));
  }

  private static CompletionStage<List<Pair<Outcome<List<Output>>, Integer>>> start(
      ClusterNode ingest,
      akka.actor.typed.ActorRef<InferencePool.Command> pool,
      int events,
      int imageBytes,
      InferenceSettings settings) {
    return Source.range(0, events - 1)
        .map(number -> Pair.create(Outcome.accepted(event(number, imageBytes)), number))
        .via(RemoteAnswers.<Integer>flow(pool, settings).asFlow())
        .runWith(Sink.seq(), ingest.system());
  }

  private static List<Integer> numbersOf(
      CompletionStage<List<Pair<Outcome<List<Output>>, Integer>>> done) {
    var numbers = new ArrayList<Integer>();
    for (var outcome : done.toCompletableFuture().join()) {
      assertThat(numberOf(outcome.first())).isEqualTo(outcome.second());
      numbers.add(outcome.second());
    }
    return numbers;
  }

  private static int numberOf(Outcome<List<Output>> outcome) {
    var key =
        new String(
            outcome.toOptional().orElseThrow().get(0).key().toArray(),
            java.nio.charset.StandardCharsets.UTF_8);
    return Integer.parseInt(key.substring("image-".length()));
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static Reason reason(Outcome<FetchedEvent> outcome) {
    return outcome
        .<Optional<Reason>>fold(some -> Optional.empty(), Optional::of, id -> Optional.empty())
        .orElseThrow();
  }
}
