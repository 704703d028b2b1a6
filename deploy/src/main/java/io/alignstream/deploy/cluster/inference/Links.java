package io.alignstream.deploy.cluster.inference;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.stream.KillSwitches;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.LinkMessage;
import io.alignstream.deploy.cluster.wire.Replies;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** A pool's links: to inference nodes and, if there is one, to this node's own line. */
final class Links {
  private final Map<Long, Link> links = new HashMap<>();
  private final Optional<Flow<Events, Replies, NotUsed>> local;
  private final ActorRef<LinkMessage> fromNodes;
  private final BiConsumer<Long, Replies> replied;
  private final BiConsumer<Long, CompletionStage<Done>> ends;
  private final ActorSystem<?> system;
  private long next;

  /**
   * None yet.
   *
   * @param local this node's own line: nothing is serialized on the way to it
   * @param fromNodes where inference nodes answer
   * @param replied gets a link's replies, on any thread
   * @param ends gets a link's end when it begins
   */
  Links(
      Optional<Flow<Events, Replies, NotUsed>> local,
      ActorRef<LinkMessage> fromNodes,
      BiConsumer<Long, Replies> replied,
      BiConsumer<Long, CompletionStage<Done>> ends,
      ActorSystem<?> system) {
    this.local = local;
    this.fromNodes = fromNodes;
    this.replied = replied;
    this.ends = ends;
    this.system = system;
  }

  Optional<Link> get(long id) {
    return Optional.ofNullable(links.get(id));
  }

  Optional<Link> remove(long id) {
    return Optional.ofNullable(links.remove(id));
  }

  /** Those to a node. */
  List<Link> to(ActorRef<LinkMessage> node) {
    return links.values().stream().filter(link -> link.leadsTo(node)).toList();
  }

  /** The one with least to do among those that take another group. */
  Optional<Link> free(int groupsPerLink) {
    return links.values().stream()
        .filter(link -> !link.alone() && link.takes(groupsPerLink))
        .min(Comparator.comparingInt(Link::load).thenComparing(Link::id));
  }

  /** One that waits for the event that it was opened for. */
  Optional<Link> idleAlone() {
    return links.values().stream().filter(link -> link.alone() && link.takes(1)).findAny();
  }

  boolean hasAlone() {
    return links.values().stream().anyMatch(Link::alone);
  }

  boolean hasOpen() {
    return links.values().stream().anyMatch(Link::isOpen);
  }

  /** Opens what is missing, and asks again where an answer is. */
  void openTo(List<ActorRef<LinkMessage>> nodes) {
    for (var node : nodes) {
      if (to(node).stream().allMatch(Link::alone)) {
        open(node, false);
      }
    }
    if (links.values().stream().noneMatch(link -> link.node().isEmpty() && !link.alone())) {
      openLocal(false);
    }
    links.values().stream().filter(link -> !link.isOpen()).forEach(this::ask);
  }

  /** Opens one for an event that may kill its node: to one of these, or to this node's own line. */
  void openAlone(List<ActorRef<LinkMessage>> nodes) {
    if (nodes.isEmpty()) {
      openLocal(true);
    } else {
      open(nodes.get((int) (next % nodes.size())), true);
    }
  }

  private void open(ActorRef<LinkMessage> node, boolean alone) {
    var link = new Link(next++, Optional.of(node), alone);
    links.put(link.id(), link);
    ask(link);
  }

  private void ask(Link link) {
    link.node()
        .ifPresent(node -> node.tell(new LinkMessage.Open(link.id(), link.alone(), fromNodes)));
  }

  private void openLocal(boolean alone) {
    local.ifPresent(
        flow -> {
          var link = new Link(next++, Optional.empty(), alone);
          links.put(link.id(), link);
          run(link, flow);
        });
  }

  /** Connects a link with its other end. */
  void run(Link link, Flow<Events, Replies, NotUsed> flow) {
    var opened =
        Source.<Events>queue(0, OverflowStrategy.backpressure())
            .via(flow)
            .viaMat(KillSwitches.single(), Keep.both())
            .toMat(Sink.foreach(replies -> replied.accept(link.id(), replies)), Keep.both())
            .run(system);
    link.open(new Link.Ends(opened.first().first(), opened.first().second()));
    ends.accept(link.id(), opened.second());
  }

  /** Sends no more over it; it is forgotten at once if it was not open yet. */
  void leave(Link link) {
    if (link.isOpen()) {
      link.close();
    } else {
      links.remove(link.id());
    }
  }

  PoolState state(int waiting) {
    long open = links.values().stream().filter(link -> link.isOpen() && !link.alone()).count();
    int inWork = links.values().stream().mapToInt(Link::load).sum();
    return new PoolState((int) open, waiting, inWork);
  }
}
