package io.alignstream.deploy.cluster.wire;

import akka.actor.typed.ActorRef;
import akka.stream.SinkRef;
import akka.stream.SourceRef;
import java.util.function.Function;

/**
 * How an ingest node and an inference node open and close a link. Messages may be lost: the ingest
 * node repeats {@link Open} until it is answered, and the link's streams end by themselves.
 */
public sealed interface LinkMessage {
  /**
   * To an inference node: open a link, or say again how it was opened.
   *
   * @param link names it; never used twice by the same {@code replyTo}
   * @param alone for one event that may kill the node: the node has one such link at a time, and
   *     answers when it is this one's turn
   */
  record Open(long link, boolean alone, ActorRef<LinkMessage> replyTo) implements LinkMessage {
    @Override
    public <R> R fold(
        Function<Open, R> open, Function<Opened, R> opened, Function<Leaving, R> leaving) {
      return open.apply(this);
    }
  }

  /** To an ingest node: the two ends of the link. */
  record Opened(long link, SinkRef<Events> events, SourceRef<Replies> replies)
      implements LinkMessage {
    @Override
    public <R> R fold(
        Function<Open, R> open, Function<Opened, R> opened, Function<Leaving, R> leaving) {
      return opened.apply(this);
    }
  }

  /** To an ingest node: send no more, the rest will be answered. */
  record Leaving(long link) implements LinkMessage {
    @Override
    public <R> R fold(
        Function<Open, R> open, Function<Opened, R> opened, Function<Leaving, R> leaving) {
      return leaving.apply(this);
    }
  }

  /** Joins the branches. */
  <R> R fold(Function<Open, R> open, Function<Opened, R> opened, Function<Leaving, R> leaving);
}
