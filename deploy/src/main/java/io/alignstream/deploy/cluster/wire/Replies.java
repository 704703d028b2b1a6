package io.alignstream.deploy.cluster.wire;

import java.util.List;

/** Answers in the order of the events that were sent, all events one after the other. */
public record Replies(List<Reply> replies) {
  /** Copies the list. */
  public Replies {
    replies = List.copyOf(replies);
  }
}
