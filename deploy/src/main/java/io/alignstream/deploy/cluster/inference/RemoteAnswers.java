package io.alignstream.deploy.cluster.inference;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.japi.Pair;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.kafka.Output;
import io.alignstream.schemas.line.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The line's second half as an ingest node runs it: on whichever node of the pool has room. */
public final class RemoteAnswers {
  private RemoteAnswers() {}

  /**
   * One outcome an event, in order. Events go in groups; rejections and deletions stay here and
   * keep their places.
   */
  public static <C>
      FlowWithContext<Outcome<FetchedEvent>, C, Outcome<List<Output>>, C, NotUsed> flow(
          ActorRef<InferencePool.Command> pool, InferenceSettings settings) {
    return FlowWithContext.fromPairs(
        Flow.<Pair<Outcome<FetchedEvent>, C>>create()
            .groupedWeightedWithin(
                settings.groupBytes(),
                settings.groupEvents(),
                event -> bytes(event.first()),
                settings.groupWait())
            .mapAsync(settings.groupsInWork(), group -> answer(pool, group))
            .mapConcat(outcomes -> outcomes));
  }

  private static <C> CompletionStage<List<Pair<Outcome<List<Output>>, C>>> answer(
      ActorRef<InferencePool.Command> pool, List<Pair<Outcome<FetchedEvent>, C>> group) {
    var events = group.stream().flatMap(event -> event.first().toOptional().stream()).toList();
    if (events.isEmpty()) {
      return CompletableFuture.completedFuture(join(group, List.of()));
    }
    var job = new Job(events, 0);
    pool.tell(new InferencePool.Submit(job));
    return job.done().thenApply(outcomes -> join(group, outcomes));
  }

  private static <C> List<Pair<Outcome<List<Output>>, C>> join(
      List<Pair<Outcome<FetchedEvent>, C>> group, List<Outcome<List<Output>>> outcomes) {
    var next = outcomes.iterator();
    var joined = new ArrayList<Pair<Outcome<List<Output>>, C>>(group.size());
    for (var event : group) {
      joined.add(Pair.create(event.first().flatMap(value -> next.next()), event.second()));
    }
    return joined;
  }

  /** Bytes of what is long in an event. */
  private static long bytes(Outcome<FetchedEvent> outcome) {
    return outcome.<Long>fold(
        fetched -> {
          long bytes =
              fetched.original().<Long>fold(image -> (long) image.bytes().size(), key -> 0L);
          for (var caption : fetched.event().captions()) {
            bytes += caption.text().length();
          }
          for (var task : fetched.event().tasks()) {
            bytes += task.text().text().length();
          }
          return bytes;
        },
        reason -> 0L,
        imageId -> 0L);
  }
}
