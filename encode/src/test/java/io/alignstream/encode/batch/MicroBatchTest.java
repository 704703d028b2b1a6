package io.alignstream.encode.batch;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.japi.Pair;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.testkit.javadsl.TestKit;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MicroBatchTest {
  private static final ActorSystem SYSTEM = ActorSystem.create();
  private static final BatchSettings SETTINGS = new BatchSettings(4, Duration.ofMillis(20), 2);
  private static final Reason REFUSED =
      Reason.of("ingest", Reason.Code.INVALID_EVENT, "refused before");

  @AfterAll
  static void stop() {
    TestKit.shutdownActorSystem(SYSTEM);
  }

  @Test
  void everyOutcomeStaysInItsPlaceWithItsContext() {
    var in = new ArrayList<Pair<Outcome<Integer>, Long>>();
    for (int i = 0; i < 23; i++) {
      in.add(Pair.create(i % 5 == 3 ? Outcome.rejected(REFUSED) : Outcome.accepted(i), (long) i));
    }

    var out = run(in, batch -> batch.stream().map(i -> Outcome.accepted("n" + i)).toList());

    assertThat(out).extracting(Pair::second).isEqualTo(in.stream().map(Pair::second).toList());
    IntStream.range(0, 23)
        .forEach(
            i ->
                assertThat(out.get(i).first())
                    .isEqualTo(i % 5 == 3 ? Outcome.rejected(REFUSED) : Outcome.accepted("n" + i)));
  }

  @Test
  void onlyTheGuiltyInputIsRejected() {
    var in =
        IntStream.range(0, 8).mapToObj(i -> Pair.create(Outcome.accepted(i), (long) i)).toList();

    var out =
        run(
            in,
            batch -> {
              if (batch.contains(5)) {
                throw new IllegalStateException("five");
              }
              return batch.stream().map(i -> Outcome.accepted("n" + i)).toList();
            });

    assertThat(out.stream().filter(p -> p.first().toOptional().isEmpty()).map(Pair::second))
        .containsExactly(5L);
    assertThat(out.get(5).first())
        .extracting(o -> o.fold(v -> null, Reason::code, d -> null))
        .isEqualTo(Reason.Code.MODEL_FAILED);
  }

  private static List<Pair<Outcome<String>, Long>> run(
      List<Pair<Outcome<Integer>, Long>> in, Function<List<Integer>, List<Outcome<String>>> model) {
    return Source.from(in)
        .via(
            MicroBatch.<Integer, String, Long>flow("encode", model, SETTINGS, Runnable::run)
                .asFlow())
        .runWith(Sink.seq(), SYSTEM)
        .toCompletableFuture()
        .join();
  }
}
