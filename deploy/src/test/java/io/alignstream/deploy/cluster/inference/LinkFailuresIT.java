package io.alignstream.deploy.cluster.inference;

import static io.alignstream.deploy.cluster.Echo.event;
import static io.alignstream.deploy.cluster.inference.Pools.SETTINGS;
import static io.alignstream.deploy.cluster.inference.Pools.at;
import static io.alignstream.deploy.cluster.inference.Pools.awaitNodes;
import static io.alignstream.deploy.cluster.inference.Pools.completed;
import static io.alignstream.deploy.cluster.inference.Pools.linkFlow;
import static io.alignstream.deploy.cluster.inference.Pools.numberOf;
import static io.alignstream.deploy.cluster.inference.Pools.numbers;
import static io.alignstream.deploy.cluster.inference.Pools.numbersOf;
import static io.alignstream.deploy.cluster.inference.Pools.reason;
import static io.alignstream.deploy.cluster.inference.Pools.run;
import static io.alignstream.deploy.cluster.inference.Pools.start;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.japi.Pair;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.alignstream.deploy.cluster.Await;
import io.alignstream.deploy.cluster.ClusterNode;
import io.alignstream.deploy.cluster.Echo;
import io.alignstream.deploy.cluster.Role;
import io.alignstream.deploy.cluster.TestNodes;
import io.alignstream.deploy.cluster.inference.Pools.Worker;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Inference nodes that are not there, leave, or fail. */
class LinkFailuresIT {
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

  @Test
  void anEventThatAlwaysFailsTheLineIsPoisonAndTheOthersAreNot() {
    try (var nodes = new TestNodes("")) {
      var ingest = nodes.start(Role.INGEST);
      new Worker(Pools::failingAtFifty).serve(nodes.start(Role.INFERENCE));
      new Worker(Pools::failingAtFifty).serve(nodes.start(Role.INFERENCE));

      assertOnlyFiftyIsPoison(ingest, ingest.pool(Optional.empty(), state -> {}));
    }
  }

  @Test
  void itIsPoisonOnTheNodesOwnLineToo() {
    try (var nodes = new TestNodes("")) {
      var node = nodes.start(Role.INGEST, Role.INFERENCE);

      assertOnlyFiftyIsPoison(
          node, node.pool(Optional.of(linkFlow(Pools::failingAtFifty)), state -> {}));
    }
  }

  private static void assertOnlyFiftyIsPoison(
      ClusterNode ingest, ActorRef<InferencePool.Command> pool) {
    var outcomes = start(ingest, pool, 100, 100, SETTINGS).toCompletableFuture().join();
    assertThat(outcomes).extracting(Pair::second).containsExactlyElementsOf(numbers(100));
    for (var outcome : outcomes) {
      if (outcome.second() == 50) {
        assertThat(reason(outcome.first()).code()).isEqualTo(Reason.Code.POISON);
      } else {
        assertThat(numberOf(outcome.first())).isEqualTo(outcome.second());
      }
    }
  }
}
