package io.alignstream.deploy.cluster.inference;

import static io.alignstream.deploy.cluster.Echo.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.cluster.wire.Reply;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.kafka.Output;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueuesTest {
  private final Queues queues = new Queues(3);

  @Test
  void aGroupIsSentOnWholeAfterTheFirstDeath() {
    queues.afterDeath(List.of(job(0, 1, 2)));

    assertThat(queues.hasSuspects()).isFalse();
    assertThat(queues.next().unanswered()).extracting(QueuesTest::number).containsExactly(0, 1, 2);
  }

  @Test
  void itsEventsGoOneByOneAfterTheSecond() {
    queues.afterDeath(List.of(job(0, 1, 2)));
    queues.afterDeath(List.of(queues.next()));

    assertThat(queues.hasWaiting()).isFalse();
    for (int number : new int[] {0, 1, 2}) {
      assertThat(queues.nextSuspect().orElseThrow().unanswered())
          .extracting(QueuesTest::number)
          .containsExactly(number);
    }
  }

  @Test
  void whoWasThereThreeTimesIsPoisonAndTheOthersAreNot() {
    var group = job(0, 1, 2);
    queues.afterDeath(List.of(group));
    queues.afterDeath(List.of(queues.next()));
    answer(queues.nextSuspect().orElseThrow());
    queues.afterDeath(List.of(queues.nextSuspect().orElseThrow()));
    answer(queues.nextSuspect().orElseThrow());

    var outcomes = group.done().toCompletableFuture().join();
    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Accepted.class);
    assertThat(outcomes.get(1).<Reason.Code>fold(some -> null, Reason::code, id -> null))
        .isEqualTo(Reason.Code.POISON);
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void whatWasAnsweredBeforeADeathIsNotDoneAgain() {
    var group = job(0, 1, 2);
    group.take(ANSWER);
    queues.afterDeath(List.of(group));

    var rest = queues.next();
    assertThat(rest.unanswered()).extracting(QueuesTest::number).containsExactly(1, 2);
    rest.take(ANSWER);
    rest.take(ANSWER);
    assertThat(group.done().toCompletableFuture().join()).hasSize(3);
  }

  @Test
  void halfAnAnswerIsForgotten() {
    var group = job(0);
    group.take(new Reply.Answered(List.of(output("lost")), false));
    var again = group.again();
    again.take(new Reply.Answered(List.of(output("first")), false));
    again.take(new Reply.Answered(List.of(output("second")), true));

    assertThat(group.done().toCompletableFuture().join())
        .containsExactly(Outcome.accepted(List.of(output("first"), output("second"))));
  }

  @Test
  void jobsOfADeadNodeGoFirstAndInOrder() {
    queues.add(job(9));
    queues.afterDeath(List.of(job(0), job(1)));

    assertThat(List.of(queues.next(), queues.next(), queues.next()))
        .extracting(job -> number(job.unanswered().get(0)))
        .containsExactly(0, 1, 9);
  }

  private static final Reply ANSWER = new Reply.Answered(List.of(), true);

  private static void answer(Job job) {
    job.take(ANSWER);
  }

  private static Output output(String text) {
    return new Output(
        "answers",
        Bytes.wrap(new byte[0]),
        Bytes.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static Job job(int... numbers) {
    return new Job(IntStream.of(numbers).mapToObj(number -> event(number, 10)).toList(), 0);
  }

  private static int number(FetchedEvent event) {
    return (int) event.event().origin().offset();
  }
}
