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
import akka.stream.KillSwitches;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.LinkMessage;
import io.alignstream.deploy.cluster.wire.Replies;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private final TimerScheduler<Command> timers;
  private final Optional<Flow<Events, Replies, NotUsed>> local;
  private final ActorRef<LinkMessage> fromNodes;
  private final Consumer<PoolState> watch;
  private final Queues queues;
  private final Map<Long, Link> links = new HashMap<>();
  private final Map<Link, List<Job>> failed = new HashMap<>();
  private final Set<ActorRef<LinkMessage>> nodes = new HashSet<>();
  private final Set<ActorRef<LinkMessage>> watched = new HashSet<>();
  private final Set<ActorRef<LinkMessage>> departed = new HashSet<>();
  private long nextLink;
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

  private record NotDead(Link link, List<Job> rest) implements Command {}

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
    this.timers = timers;
    this.local = local;
    this.queues = new Queues(settings.maxDeaths());
    this.fromNodes = context.messageAdapter(LinkMessage.class, FromNode::new);
    ActorRef<Receptionist.Listing> listings =
        context.messageAdapter(Receptionist.Listing.class, Nodes::new);
    context.getSystem().receptionist().tell(Receptionist.subscribe(InferenceNode.KEY, listings));
    timers.startTimerWithFixedDelay(new Tick(), TICK);
    openLocal();
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
    Optional.ofNullable(links.get(taken.link())).ifPresent(Link::wantsMore);
    return work();
  }

  private Behavior<Command> onReplied(Replied replied) {
    var link = links.get(replied.link());
    if (link == null) {
      return this; // its jobs are with another node already
    }
    link.take(replied.replies());
    if (link.alone() && link.load() == 0) {
      link.close();
    }
    return work();
  }

  /** Gives every link that has room a job, the least loaded one first. */
  private Behavior<Command> work() {
    while (queues.hasWaiting()) {
      var free =
          links.values().stream()
              .filter(link -> !link.alone() && link.takes(settings.groupsPerLink()))
              .min(Comparator.comparingInt(Link::load).thenComparing(Link::id));
      if (free.isEmpty()) {
        break;
      }
      send(free.get(), queues.next());
    }
    if (queues.hasSuspects() && links.values().stream().noneMatch(Link::alone)) {
      openAlone();
    }
    return this;
  }

  private void send(Link link, Job job) {
    var self = getContext().getSelf();
    link.send(job, () -> self.tell(new Taken(link.id())));
  }

  private void openAlone() {
    var others = nodes.stream().filter(node -> !departed.contains(node)).toList();
    if (!others.isEmpty()) {
      open(others.get((int) (nextLink % others.size())), true);
    } else if (local.isPresent()) {
      queues.trustSuspects();
      getContext().getSelf().tell(new Tick());
    }
  }

  private void open(ActorRef<LinkMessage> node, boolean alone) {
    var link = new Link(nextLink++, Optional.of(node), alone);
    links.put(link.id(), link);
    node.tell(new LinkMessage.Open(link.id(), alone, fromNodes));
  }

  private void openLocal() {
    local.ifPresent(
        flow -> {
          var link = new Link(nextLink++, Optional.empty(), false);
          links.put(link.id(), link);
          run(link, flow);
        });
  }

  private void run(Link link, Flow<Events, Replies, NotUsed> flow) {
    var self = getContext().getSelf();
    var ends =
        Source.<Events>queue(0, OverflowStrategy.backpressure())
            .via(flow)
            .viaMat(KillSwitches.single(), Keep.both())
            .toMat(Sink.foreach(replies -> self.tell(new Replied(link.id(), replies))), Keep.both())
            .run(getContext().getSystem());
    getContext()
        .pipeToSelf(
            ends.second(), (done, failure) -> new Ended(link.id(), Optional.ofNullable(failure)));
    link.open(new Link.Ends(ends.first().first(), ends.first().second()));
  }

  private Behavior<Command> onFromNode(FromNode from) {
    return from.message().fold(open -> this, this::onOpened, this::onLeaving);
  }

  private Behavior<Command> onOpened(LinkMessage.Opened opened) {
    var link = links.get(opened.link());
    if (link == null || link.isOpen()) {
      return this; // given up, or said twice
    }
    run(link, Flow.fromSinkAndSource(opened.events().getSink(), opened.replies().getSource()));
    if (link.alone()) {
      queues.nextSuspect().ifPresentOrElse(suspect -> send(link, suspect), link::close);
    } else {
      getContext().getLog().info("{} is open.", link);
    }
    return work();
  }

  private Behavior<Command> onLeaving(LinkMessage.Leaving leaving) {
    var link = links.get(leaving.link());
    if (link != null) {
      link.node().ifPresent(departed::add);
      leave(link);
    }
    return work();
  }

  private void leave(Link link) {
    if (link.isOpen()) {
      link.close();
    } else {
      links.remove(link.id());
    }
  }

  private Behavior<Command> onNodes(Nodes found) {
    var self = getContext().getSelf();
    var present = new HashSet<>(found.listing().getServiceInstances(InferenceNode.KEY));
    if (local.isPresent()) {
      present.removeIf(node -> node.path().address().hasLocalScope());
    }
    nodes.stream()
        .filter(node -> !present.contains(node))
        .forEach(
            node ->
                List.copyOf(links.values()).stream()
                    .filter(link -> link.leadsTo(node) && !link.isOpen())
                    .forEach(this::leave));
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
      if (!departed.contains(node)
          && links.values().stream().noneMatch(link -> link.leadsTo(node) && !link.alone())) {
        open(node, false);
      }
    }
    if (local.isPresent() && links.values().stream().noneMatch(link -> link.node().isEmpty())) {
      openLocal();
    }
    for (var link : links.values()) {
      if (!link.isOpen()) {
        link.node()
            .ifPresent(node -> node.tell(new LinkMessage.Open(link.id(), link.alone(), fromNodes)));
      }
    }
    tellWhetherWaiting();
    watch.accept(state());
    return work();
  }

  private void tellWhetherWaiting() {
    boolean none = links.values().stream().noneMatch(Link::isOpen);
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
    var link = links.remove(ended.link());
    if (link == null) {
      return this; // its node has died
    }
    boolean wasClosing = link.closing();
    var rest = link.cut();
    if (rest.isEmpty()) {
      return work();
    }
    if (!wasClosing) {
      getContext()
          .getLog()
          .warn(
              "{} ended with {} groups unanswered.",
              link,
              rest.size(),
              ended.failure().orElse(null));
    }
    if (link.node().isPresent() && !wasClosing && watched.contains(link.node().get())) {
      timers.startSingleTimer("verdict " + link.id(), new NotDead(link, rest), VERDICT);
      failed.put(link, rest);
    } else {
      queues.addFirst(rest.stream().map(Job::again).toList());
    }
    return work();
  }

  private Behavior<Command> onNotDead(NotDead notDead) {
    if (failed.remove(notDead.link()) != null) {
      queues.addFirst(notDead.rest().stream().map(Job::again).toList());
    }
    return work();
  }

  private Behavior<Command> onDied(Died died) {
    boolean said = departed.remove(died.node());
    watched.remove(died.node());
    for (var link : List.copyOf(links.values())) {
      if (link.leadsTo(died.node())) {
        links.remove(link.id());
        getContext().getLog().info("{} {}.", died.node(), said ? "has left" : "is dead");
        bury(link, link.cut(), said);
      }
    }
    for (var link : List.copyOf(failed.keySet())) {
      if (link.leadsTo(died.node())) {
        bury(link, failed.remove(link), said);
      }
    }
    return work();
  }

  private void bury(Link link, List<Job> rest, boolean expected) {
    if (expected || rest.isEmpty()) {
      queues.addFirst(rest.stream().map(Job::again).toList());
      return;
    }
    getContext()
        .getLog()
        .warn("{} died with {} groups unanswered; others take them over.", link, rest.size());
    queues.afterDeath(rest);
  }

  private Behavior<Command> onAsk(Ask ask) {
    ask.replyTo().tell(state());
    return this;
  }

  private PoolState state() {
    long open = links.values().stream().filter(link -> link.isOpen() && !link.alone()).count();
    int inWork = links.values().stream().mapToInt(Link::load).sum();
    return new PoolState((int) open, queues.size(), inWork);
  }
}
