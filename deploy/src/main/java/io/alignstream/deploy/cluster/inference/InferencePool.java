package io.alignstream.deploy.cluster.inference;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.stream.javadsl.Flow;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.LinkMessage;
import io.alignstream.deploy.cluster.wire.Replies;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hands the groups of all partition streams of an ingest node to inference nodes, each as soon as
 * it has room, and those of a dead node to another one. Without an inference node the groups wait,
 * and so do the streams.
 */
public final class InferencePool extends AbstractBehavior<InferencePool.Command> {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** A link's streams may fail before its node's death is known; both follow from its removal. */
  private static final Duration VERDICT = Duration.ofSeconds(3);

  private final InferenceSettings settings;
  private final boolean hasOwnLine;
  private final Consumer<PoolState> watch;
  private final Queues queues;
  private final Links links;
  private final Leftovers leftovers;
  private final Set<ActorRef<LinkMessage>> nodes = new HashSet<>();
  private final Set<ActorRef<LinkMessage>> watched = new HashSet<>();
  private final Set<ActorRef<LinkMessage>> departed = new HashSet<>();
  private boolean toldToWait;

  /** What the pool is told. */
  public sealed interface Command {}

  /** Answer this job. */
  record Submit(Job job) implements Command {}

  /** Tell how things stand. */
  public record Ask(ActorRef<PoolState> replyTo) implements Command {}

  private record Nodes(Receptionist.Listing listing) implements Command {}

  private record FromNode(LinkMessage message) implements Command {}

  private record Taken(long link) implements Command {}

  private record Replied(long link, Replies replies) implements Command {}

  private record Ended(long link, Optional<Throwable> failure) implements Command {}

  private record Died(ActorRef<LinkMessage> node) implements Command {}

  private record NotDead(Link link) implements Command {}

  private record Tick() implements Command {}

  private InferencePool(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      InferenceSettings settings,
      Optional<Flow<Events, Replies, NotUsed>> local,
      Consumer<PoolState> watch) {
    super(context);
    this.watch = watch;
    this.settings = settings;
    this.hasOwnLine = local.isPresent();
    this.queues = new Queues(settings.maxDeaths());
    this.leftovers =
        new Leftovers(
            queues,
            link -> timers.startSingleTimer("verdict " + link.id(), new NotDead(link), VERDICT),
            context.getLog());
    ActorRef<LinkMessage> fromNodes = context.messageAdapter(LinkMessage.class, FromNode::new);
    this.links =
        new Links(
            local,
            fromNodes,
            (link, replies) -> context.getSelf().tell(new Replied(link, replies)),
            (link, end) ->
                context.pipeToSelf(
                    end, (done, failure) -> new Ended(link, Optional.ofNullable(failure))),
            context.getSystem());
    ActorRef<Receptionist.Listing> listings =
        context.messageAdapter(Receptionist.Listing.class, Nodes::new);
    context.getSystem().receptionist().tell(Receptionist.subscribe(InferenceNode.KEY, listings));
    timers.startTimerWithFixedDelay(new Tick(), TICK);
    links.openTo(List.of());
  }

  /**
   * A pool.
   *
   * @param local this node's own link, if it is an inference node: nothing is serialized on it
   * @param watch is told every second how things stand; quick
   */
  public static Behavior<Command> create(
      InferenceSettings settings,
      Optional<Flow<Events, Replies, NotUsed>> local,
      Consumer<PoolState> watch) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new InferencePool(context, timers, settings, local, watch)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Taken.class, this::onTaken)
        .onMessage(Replied.class, this::onReplied)
        .onMessage(FromNode.class, this::onFromNode)
        .onMessage(Nodes.class, this::onNodes)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Died.class, this::onDied)
        .onMessage(NotDead.class, this::onNotDead)
        .onMessage(Tick.class, tick -> onTick())
        .onMessage(Ask.class, this::onAsk)
        .build();
  }

  private Behavior<Command> onSubmit(Submit submit) {
    queues.add(submit.job());
    return work();
  }

  private Behavior<Command> onTaken(Taken taken) {
    links.get(taken.link()).ifPresent(Link::wantsMore);
    return work();
  }

  private Behavior<Command> onReplied(Replied replied) {
    // Of a link that is gone, the jobs are with another node already.
    links.get(replied.link()).ifPresent(link -> take(link, replied.replies()));
    return work();
  }

  private void take(Link link, Replies replies) {
    link.take(replies);
    if (link.alone() && link.load() == 0) {
      link.close();
    }
  }

  /** Gives every link that has room a job, and suspects a link of their own. */
  private Behavior<Command> work() {
    while (queues.hasWaiting()) {
      var free = links.free(settings.groupsPerLink());
      if (free.isEmpty()) {
        break;
      }
      send(free.get(), queues.next());
    }
    if (queues.hasSuspects() && !links.hasAlone()) {
      links.openAlone(reachable());
    }
    links
        .idleAlone()
        .ifPresent(
            link ->
                queues.nextSuspect().ifPresentOrElse(suspect -> send(link, suspect), link::close));
    return this;
  }

  private List<ActorRef<LinkMessage>> reachable() {
    return nodes.stream().filter(node -> !departed.contains(node)).toList();
  }

  private void send(Link link, Job job) {
    var self = getContext().getSelf();
    link.send(job, () -> self.tell(new Taken(link.id())));
  }

  private Behavior<Command> onFromNode(FromNode from) {
    return from.message().fold(open -> this, this::onOpened, this::onLeaving);
  }

  private Behavior<Command> onOpened(LinkMessage.Opened opened) {
    links
        .get(opened.link())
        .filter(link -> !link.isOpen()) // otherwise said twice
        .ifPresent(link -> begin(link, opened));
    return work();
  }

  private void begin(Link link, LinkMessage.Opened opened) {
    links.run(
        link, Flow.fromSinkAndSource(opened.events().getSink(), opened.replies().getSource()));
    if (!link.alone()) {
      getContext().getLog().info("{} is open.", link);
    }
  }

  private Behavior<Command> onLeaving(LinkMessage.Leaving leaving) {
    links
        .get(leaving.link())
        .ifPresent(
            link -> {
              link.node().ifPresent(departed::add);
              links.leave(link);
            });
    return work();
  }

  private Behavior<Command> onNodes(Nodes found) {
    var present = new HashSet<>(found.listing().getServiceInstances(InferenceNode.KEY));
    if (hasOwnLine) {
      present.removeIf(node -> node.path().address().hasLocalScope());
    }
    nodes.stream()
        .filter(node -> !present.contains(node))
        .flatMap(node -> links.to(node).stream())
        .filter(link -> !link.isOpen())
        .forEach(links::leave);
    nodes.clear();
    nodes.addAll(present);
    return onTick();
  }

  /**
   * Opens what is missing and asks again where an answer is. A node that is listed is watched again
   * if it was told dead: a node that has just come back under its old address may be, once.
   */
  private Behavior<Command> onTick() {
    for (var node : nodes) {
      if (watched.add(node)) {
        getContext().watchWith(node, new Died(node));
      }
    }
    links.openTo(reachable());
    tellWhetherWaiting();
    watch.accept(state());
    return work();
  }

  private void tellWhetherWaiting() {
    boolean none = !links.hasOpen();
    if (none && queues.hasWaiting() && !toldToWait) {
      getContext()
          .getLog()
          .warn("No inference node can be reached: events wait in Kafka until there is one.");
      toldToWait = true;
    } else if (!none && toldToWait) {
      getContext().getLog().info("Inference nodes can be reached again.");
      toldToWait = false;
    }
  }

  private Behavior<Command> onEnded(Ended ended) {
    // Otherwise its node has died.
    links
        .remove(ended.link())
        .ifPresent(link -> leftovers.ended(link, ended.failure(), isWatched(link)));
    return work();
  }

  private boolean isWatched(Link link) {
    return link.node().filter(watched::contains).isPresent();
  }

  private Behavior<Command> onNotDead(NotDead notDead) {
    leftovers.notDead(notDead.link());
    return work();
  }

  private Behavior<Command> onDied(Died died) {
    boolean said = departed.remove(died.node());
    watched.remove(died.node());
    var open = links.to(died.node());
    open.forEach(link -> links.remove(link.id()));
    leftovers.died(died.node(), open, said);
    return work();
  }

  private Behavior<Command> onAsk(Ask ask) {
    ask.replyTo().tell(state());
    return this;
  }

  private PoolState state() {
    return links.state(queues.size());
  }
}
