package io.alignstream.deploy.cluster.inference;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.Replies;
import io.alignstream.deploy.cluster.wire.Reply;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.kafka.Output;
import io.alignstream.ingest.kafka.Outputs;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What an inference node does for one link: groups of events in, their replies out, in order. */
public final class LinkFlow {
  private LinkFlow() {}

  /**
   * Joins all groups of a link into one stream for the models' batches, and gathers their replies.
   *
   * @param answered the line's second half
   * @param outputs encodes what it gives
   * @param settings bounds a message of replies like a group of events
   */
  public static Flow<Events, Replies, NotUsed> of(
      FlowWithContext<Outcome<FetchedEvent>, NotUsed, Outcome<EventOutputs>, NotUsed, NotUsed>
          answered,
      Outputs outputs,
      InferenceSettings settings) {
    return Flow.<Events>create()
        .mapConcat(Events::events)
        .map(event -> Pair.create(Outcome.accepted(event), NotUsed.getInstance()))
        .via(answered.asFlow())
        .mapConcat(answer -> replies(outputs.encode(answer.first()), settings.groupBytes()))
        .groupedWeightedWithin(
            settings.groupBytes(), settings.groupEvents(), Reply::weight, settings.groupWait())
        .map(Replies::new);
  }

  /** One reply, or several whose outputs together would be too long for one message. */
  static List<Reply> replies(Outcome<List<Output>> outcome, long replyBytes) {
    return outcome.fold(
        outputs -> parts(outputs, replyBytes),
        reason -> List.of(new Reply.Refused(reason)),
        imageId -> List.of(new Reply.Removed(imageId)));
  }

  private static List<Reply> parts(List<Output> outputs, long replyBytes) {
    var parts = new ArrayList<Reply>();
    var part = new ArrayList<Output>();
    long bytes = 0;
    for (var output : outputs) {
      if (!part.isEmpty() && bytes + output.size() > replyBytes) {
        parts.add(new Reply.Answered(part, false));
        part.clear();
        bytes = 0;
      }
      part.add(output);
      bytes += output.size();
    }
    parts.add(new Reply.Answered(part, true));
    return parts;
  }
}
