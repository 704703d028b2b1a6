package io.alignstream.deploy.cluster.inference;

import akka.actor.typed.ActorRef;
import io.alignstream.deploy.cluster.wire.LinkMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * What links left unanswered when they ended, and why they did: what a dead node or line had goes
 * to {@link Queues#afterDeath}, everything else is only done again. Only the pool uses it.
 */
final class Leftovers {
  private final Queues queues;
  private final Consumer<Link> undecided;
  private final Logger log;
  private final Map<Link, List<Job>> failed = new HashMap<>();

  /**
   * None yet.
   *
   * @param undecided is told of a link whose node may be dead; {@link #notDead} or {@link #died}
   *     has to follow
   */
  Leftovers(Queues queues, Consumer<Link> undecided, Logger log) {
    this.queues = queues;
    this.undecided = undecided;
    this.log = log;
  }

  /**
   * A link has ended.
   *
   * @param mayBeDead whether its node may be dead and that would be told
   */
  void ended(Link link, Optional<Throwable> failure, boolean mayBeDead) {
    boolean wasClosing = link.closing();
    var rest = link.cut();
    if (rest.isEmpty()) {
      return;
    }
    if (link.lineFailure().isPresent()) {
      log.warn(
          "{}: its line failed with {} groups unanswered: {}",
          link,
          rest.size(),
          link.lineFailure().get());
      queues.afterDeath(rest);
      return;
    }
    if (!wasClosing) {
      log.warn("{} ended with {} groups unanswered.", link, rest.size(), failure.orElse(null));
    }
    if (mayBeDead && !wasClosing) {
      failed.put(link, rest);
      undecided.accept(link);
    } else {
      again(rest);
    }
  }

  /** The node of a link that ended lives. */
  void notDead(Link link) {
    Optional.ofNullable(failed.remove(link)).ifPresent(this::again);
  }

  /**
   * A node has died, or left.
   *
   * @param open its links that had not ended
   * @param expected whether it had said that it would
   */
  void died(ActorRef<LinkMessage> node, List<Link> open, boolean expected) {
    for (var link : open) {
      log.info("{} {}.", node, expected ? "has left" : "is dead");
      bury(link, link.cut(), expected);
    }
    for (var link : List.copyOf(failed.keySet())) {
      if (link.leadsTo(node)) {
        Optional.ofNullable(failed.remove(link)).ifPresent(rest -> bury(link, rest, expected));
      }
    }
  }

  private void bury(Link link, List<Job> rest, boolean expected) {
    if (expected || rest.isEmpty()) {
      again(rest);
      return;
    }
    log.warn("{} died with {} groups unanswered; others take them over.", link, rest.size());
    queues.afterDeath(rest);
  }

  private void again(List<Job> rest) {
    queues.addFirst(rest.stream().map(Job::again).toList());
  }
}
