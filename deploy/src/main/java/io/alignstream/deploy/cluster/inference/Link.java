package io.alignstream.deploy.cluster.inference;

import akka.actor.typed.ActorRef;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.SourceQueueWithComplete;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.LinkMessage;
import io.alignstream.deploy.cluster.wire.Replies;
import io.alignstream.deploy.cluster.wire.Reply;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** The pool's side of one link. Only the pool changes it. */
final class Link {
  private final long id;
  private final Optional<ActorRef<LinkMessage>> node;
  private final boolean alone;
  private final Queue<Job> inWork = new ArrayDeque<>();
  private Optional<Ends> ends = Optional.empty();
  private Optional<String> lineFailure = Optional.empty();
  private boolean wants;
  private boolean closing;

  /**
   * A link that is not open yet.
   *
   * @param node the inference node, empty for this one
   * @param alone whether it is for one event that may kill the node
   */
  Link(long id, Optional<ActorRef<LinkMessage>> node, boolean alone) {
    this.id = id;
    this.node = node;
    this.alone = alone;
  }

  /** The link's two streams on this side. */
  record Ends(SourceQueueWithComplete<Events> events, UniqueKillSwitch stop) {}

  long id() {
    return id;
  }

  Optional<ActorRef<LinkMessage>> node() {
    return node;
  }

  boolean leadsTo(ActorRef<LinkMessage> other) {
    return node.equals(Optional.of(other));
  }

  boolean alone() {
    return alone;
  }

  boolean isOpen() {
    return ends.isPresent();
  }

  void open(Ends opened) {
    ends = Optional.of(opened);
    wants = true;
  }

  /** The node has room for another group. */
  void wantsMore() {
    wants = true;
  }

  boolean takes(int groupsPerLink) {
    return isOpen() && wants && !closing && inWork.size() < groupsPerLink;
  }

  int load() {
    return inWork.size();
  }

  /** Sends a job; calls back when the node has taken it, and not if the link has ended. */
  void send(Job job, Runnable taken) {
    wants = false;
    inWork.add(job);
    ends.ifPresent(
        opened ->
            opened
                .events()
                .offer(new Events(job.unanswered()))
                .thenAccept(
                    result -> {
                      if (result.isEnqueued()) {
                        taken.run();
                      }
                    }));
  }

  /** Hands replies to their jobs, in order. */
  void take(Replies replies) {
    for (var reply : replies.replies()) {
      if (reply instanceof Reply.Failed failed) {
        lineFailure = Optional.of(failed.message());
        return;
      }
      var job = inWork.peek();
      if (job == null) {
        throw new IllegalStateException("a reply to nothing on " + this);
      }
      job.take(reply);
      if (job.answered()) {
        inWork.remove();
      }
    }
  }

  /** Why the node's line failed, which may be the fault of what it has in work. */
  Optional<String> lineFailure() {
    return lineFailure;
  }

  /** Sends no more; ends when all is answered. */
  void close() {
    closing = true;
    ends.ifPresent(opened -> opened.events().complete());
  }

  boolean closing() {
    return closing;
  }

  /** Ends at once; tells what was not answered, in order. */
  List<Job> cut() {
    closing = true;
    ends.ifPresent(
        opened -> {
          opened.events().complete();
          opened.stop().shutdown();
        });
    var rest = List.copyOf(inWork);
    inWork.clear();
    return rest;
  }

  @Override
  public String toString() {
    return "link %d to %s".formatted(id, node.map(Object::toString).orElse("this node"));
  }
}
