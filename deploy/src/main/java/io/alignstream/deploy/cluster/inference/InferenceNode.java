package io.alignstream.deploy.cluster.inference;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import akka.stream.StreamRefAttributes;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.StreamRefs;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.LinkMessage;
import io.alignstream.deploy.cluster.wire.Replies;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;

/**
 * An inference node's side of all links: opens them when ingest nodes ask, and tells them when this
 * node leaves.
 *
 * <p>Its behaviour is that of {@link LinkMessage} to other nodes, and of {@link #leave leaving}
 * here.
 */
public final class InferenceNode extends AbstractBehavior<Object> {
  /** What inference nodes are found by. */
  static final ServiceKey<LinkMessage> KEY = ServiceKey.create(LinkMessage.class, "inference");

  /** Messages on their way; what a node may have at all, its ingest nodes bound by themselves. */
  private static final int BUFFER = 16;

  private final Flow<Events, Replies, NotUsed> linkFlow;
  private final Map<Key, LinkMessage.Opened> links = new HashMap<>();
  private final Queue<LinkMessage.Open> waitingAlone = new ArrayDeque<>();
  private Optional<Key> alone = Optional.empty();
  private Optional<ActorRef<Done>> leaving = Optional.empty();

  /** A link's name is unique only for the node that opened it. */
  private record Key(ActorRef<LinkMessage> owner, long link) {}

  /** A link's streams have ended. */
  private record Ended(Key key, Optional<Throwable> failure) {}

  /** The local order to take no more work; answered when all work is done. */
  private record Leave(ActorRef<Done> replyTo) {}

  private InferenceNode(ActorContext<Object> context, Flow<Events, Replies, NotUsed> linkFlow) {
    super(context);
    this.linkFlow = linkFlow;
  }

  /**
   * Serves links.
   *
   * @param linkFlow runs once a link
   */
  public static Behavior<LinkMessage> create(Flow<Events, Replies, NotUsed> linkFlow) {
    return Behaviors.<Object>setup(
            context -> {
              ActorRef<SelfUp> up = context.getSelf().narrow();
              Cluster.get(context.getSystem())
                  .subscriptions()
                  .tell(Subscribe.create(up, SelfUp.class));
              return new InferenceNode(context, linkFlow);
            })
        .narrow();
  }

  /** Makes a node take no new work; completes when it has finished what it had. */
  public static CompletionStage<Done> leave(
      ActorRef<LinkMessage> node, Duration timeout, ActorSystem<?> system) {
    return AskPattern.ask(node.<Object>unsafeUpcast(), Leave::new, timeout, system.scheduler());
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(SelfUp.class, up -> onUp())
        .onMessage(LinkMessage.Open.class, this::onOpen)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Leave.class, this::onLeave)
        .build();
  }

  /** Not earlier: of a node that is still joining, others do not know whether it is alive. */
  private Behavior<Object> onUp() {
    getContext()
        .getSystem()
        .receptionist()
        .tell(Receptionist.register(KEY, getContext().getSelf().narrow()));
    return this;
  }

  private Behavior<Object> onOpen(LinkMessage.Open open) {
    var key = new Key(open.replyTo(), open.link());
    var opened = links.get(key);
    if (opened != null) {
      open.replyTo().tell(opened); // the first answer was lost
    } else if (leaving.isPresent()) {
      open.replyTo().tell(new LinkMessage.Leaving(open.link()));
    } else if (open.alone() && alone.isPresent()) {
      if (!waitingAlone.contains(open)) {
        waitingAlone.add(open);
      }
    } else {
      if (open.alone()) {
        alone = Optional.of(key);
      }
      links.put(key, run(key));
    }
    return this;
  }

  private LinkMessage.Opened run(Key key) {
    var events = StreamRefs.<Events>sinkRef();
    var ends =
        events
            .addAttributes(StreamRefAttributes.bufferCapacity(BUFFER))
            .via(linkFlow)
            .watchTermination(
                (sinkRef, done) -> {
                  getContext()
                      .pipeToSelf(
                          done, (nothing, failure) -> new Ended(key, Optional.ofNullable(failure)));
                  return sinkRef;
                })
            .toMat(
                StreamRefs.<Replies>sourceRef()
                    .addAttributes(StreamRefAttributes.bufferCapacity(BUFFER)),
                Keep.both())
            .run(getContext().getSystem());
    var opened = new LinkMessage.Opened(key.link(), ends.first(), ends.second());
    key.owner().tell(opened);
    return opened;
  }

  private Behavior<Object> onEnded(Ended ended) {
    ended
        .failure()
        .ifPresent(
            failure ->
                getContext()
                    .getLog()
                    .warn(
                        "The link of {} failed; it is opened again.",
                        ended.key().owner(),
                        failure));
    links.remove(ended.key());
    if (alone.equals(Optional.of(ended.key()))) {
      alone = Optional.empty();
      Optional.ofNullable(waitingAlone.poll()).ifPresent(this::onOpen);
    }
    answerLeave();
    return this;
  }

  private Behavior<Object> onLeave(Leave leave) {
    leaving = Optional.of(leave.replyTo());
    getContext()
        .getSystem()
        .receptionist()
        .tell(Receptionist.deregister(KEY, getContext().getSelf().narrow()));
    waitingAlone.forEach(open -> open.replyTo().tell(new LinkMessage.Leaving(open.link())));
    waitingAlone.clear();
    links.keySet().forEach(key -> key.owner().tell(new LinkMessage.Leaving(key.link())));
    answerLeave();
    return this;
  }

  private void answerLeave() {
    if (links.isEmpty()) {
      leaving.ifPresent(replyTo -> replyTo.tell(Done.getInstance()));
    }
  }
}
