package io.alignstream.deploy.cluster.inference;

import akka.NotUsed;
import akka.japi.Pair;
import akka.japi.pf.PFBuilder;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an inference node does for one link: groups of events in, their replies out, in order. */
public final class LinkFlow {
  private static final Logger LOG = LoggerFactory.getLogger(LinkFlow.class);

  private LinkFlow() {}

  /**
   * Joins all groups of a link into one stream for the models' batches, and gathers their replies.
   * If the line fails it ends with {@link Reply.Failed}; if the ingest node cannot be reached any
   * more it fails.
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
        .mapError(Throwable.class, Unreachable::new)
        .mapConcat(Events::events)
        .map(event -> Pair.create(Outcome.accepted(event), NotUsed.getInstance()))
        .via(answered.asFlow())
        .mapConcat(answer -> replies(outputs.encode(answer.first()), settings.groupBytes()))
        .recover(
            new PFBuilder<Throwable, Reply>()
                .match(
                    Throwable.class, failure -> !(failure instanceof Unreachable), LinkFlow::failed)
                .build())
        .groupedWeightedWithin(
            settings.groupBytes(), settings.groupEvents(), Reply::weight, settings.groupWait())
        .map(Replies::new);
  }

  /** The other end of the link has gone, and not what is between the two. */
  private static final class Unreachable extends RuntimeException {
    Unreachable(Throwable cause) {
      super("the ingest node cannot be reached", cause);
    }
  }

  private static Reply failed(Throwable failure) {
    LOG.warn("The line failed; what it had in work is done again.", failure);
    return new Reply.Failed(failure.toString());
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
