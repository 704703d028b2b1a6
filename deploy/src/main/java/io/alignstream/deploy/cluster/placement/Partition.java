package io.alignstream.deploy.cluster.placement;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.function.Supplier;

/** Holds a partition on this node, and drains it before it goes elsewhere. */
final class Partition extends AbstractBehavior<Partition.Command> {
  private final String name;
  private final PartitionWork work;

  /** What the partition is told. */
  sealed interface Command {}

  /** The partition goes elsewhere. */
  record Drain() implements Command {}

  private record Drained() implements Command {}

  private Partition(ActorContext<Command> context, String name, PartitionWork work) {
    super(context);
    this.name = name;
    this.work = work;
  }

  /** Begins the work, and ends with it. */
  static Behavior<Command> create(String name, Supplier<PartitionWork> begin) {
    return Behaviors.setup(
        context -> {
          context.getLog().info("{} is worked on here.", name);
          return new Partition(context, name, begin.get());
        });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Drain.class, drain -> onDrain())
        .onMessage(Drained.class, drained -> onDrained())
        .onSignal(PostStop.class, stopped -> onPostStop())
        .build();
  }

  private Behavior<Command> onDrain() {
    getContext().pipeToSelf(work.drain(), (done, failure) -> new Drained());
    return this;
  }

  private Behavior<Command> onDrained() {
    getContext().getLog().info("{} is drained.", name);
    return Behaviors.stopped();
  }

  /** After {@link Drain} it does nothing; without, the drain took too long or the node crashed. */
  private Behavior<Command> onPostStop() {
    var unused = work.drain();
    return this;
  }
}
