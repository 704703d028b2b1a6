package io.alignstream.deploy.cluster.inference;

import static io.alignstream.deploy.cluster.Echo.answered;
import static io.alignstream.deploy.cluster.Echo.encoding;
import static io.alignstream.deploy.cluster.Echo.event;
import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.japi.Pair;
import akka.pattern.Patterns;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.alignstream.deploy.cluster.Await;
import io.alignstream.deploy.cluster.ClusterNode;
import io.alignstream.deploy.cluster.Echo;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.Replies;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.kafka.Output;
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

/** Pools of several nodes in one JVM, over real connections, and what they are given to do. */
final class Pools {
  static final InferenceSettings SETTINGS =
      new InferenceSettings(16, 64 << 10, Duration.ofMillis(5), 8, 4, 3);

  private Pools() {}

  /** An inference node's work, counted. */
  static final class Worker {
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

  static Flow<Events, Replies, NotUsed> linkFlow(
      Function<FetchedEvent, CompletionStage<Outcome<EventOutputs>>> work) {
    return LinkFlow.of(answered(8, work), encoding(), SETTINGS);
  }

  /** Dies of event 50, as a parser does that runs out of stack. */
  static CompletionStage<Outcome<EventOutputs>> failingAtFifty(FetchedEvent event) {
    if (event.event().eventId().equals("event-50")) {
      throw new IllegalStateException("nested too deep");
    }
    return completed(Outcome.accepted(Echo.outputs(event)));
  }

  static CompletionStage<Outcome<EventOutputs>> at(
      FetchedEvent event, ClusterNode clock, Duration later) {
    return Patterns.after(
        later,
        clock.system().classicSystem(),
        () -> completed(Outcome.accepted(Echo.outputs(event))));
  }

  static <T> CompletionStage<T> completed(T value) {
    return CompletableFuture.completedFuture(value);
  }

  static void awaitNodes(ClusterNode ingest, ActorRef<InferencePool.Command> pool, int nodes) {
    Await.until(() -> ingest.state(pool).toCompletableFuture().join().nodes() == nodes);
  }

  static List<Integer> run(
      ClusterNode ingest, ActorRef<InferencePool.Command> pool, int events, int imageBytes) {
    return run(ingest, pool, events, imageBytes, SETTINGS);
  }

  static List<Integer> run(
      ClusterNode ingest,
      ActorRef<InferencePool.Command> pool,
      int events,
      int imageBytes,
      InferenceSettings settings) {
    return numbersOf(start(ingest, pool, events, imageBytes, settings));
  }

  static CompletionStage<List<Pair<Outcome<List<Output>>, Integer>>> start(
      ClusterNode ingest,
      ActorRef<InferencePool.Command> pool,
      int events,
      int imageBytes,
      InferenceSettings settings) {
    return Source.range(0, events - 1)
        .map(number -> Pair.create(Outcome.accepted(event(number, imageBytes)), number))
        .via(RemoteAnswers.<Integer>flow(pool, settings).asFlow())
        .runWith(Sink.seq(), ingest.system());
  }

  static List<Integer> numbersOf(CompletionStage<List<Pair<Outcome<List<Output>>, Integer>>> done) {
    var numbers = new ArrayList<Integer>();
    for (var outcome : done.toCompletableFuture().join()) {
      assertThat(numberOf(outcome.first())).isEqualTo(outcome.second());
      numbers.add(outcome.second());
    }
    return numbers;
  }

  static int numberOf(Outcome<List<Output>> outcome) {
    var key =
        new String(
            outcome.toOptional().orElseThrow().get(0).key().toArray(),
            java.nio.charset.StandardCharsets.UTF_8);
    return Integer.parseInt(key.substring("image-".length()));
  }

  static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  static Reason reason(Outcome<?> outcome) {
    return outcome
        .<Optional<Reason>>fold(some -> Optional.empty(), Optional::of, id -> Optional.empty())
        .orElseThrow();
  }
}
