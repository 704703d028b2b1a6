package io.alignstream.deploy.cluster;

import akka.Done;
import akka.NotUsed;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.stream.javadsl.Flow;
import com.typesafe.config.Config;
import io.alignstream.deploy.cluster.inference.InferenceNode;
import io.alignstream.deploy.cluster.inference.InferencePool;
import io.alignstream.deploy.cluster.inference.PoolState;
import io.alignstream.deploy.cluster.placement.PartitionWork;
import io.alignstream.deploy.cluster.placement.Placement;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.Replies;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a member of the cluster. It joins when it starts and leaves when its actor system
 * shuts down, by a signal or by {@link #leave}: it answers what others wait for, drains its
 * partitions, and says goodbye.
 */
public final class ClusterNode {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(3);

  /** Exit status of a node that was away too long: start it again. */
  public static final int AWAY_TOO_LONG = 75;

  private final ClusterSettings settings;
  private final ActorSystem<SpawnProtocol.Command> system;
  private final AtomicInteger pools = new AtomicInteger();

  private ClusterNode(ClusterSettings settings, ActorSystem<SpawnProtocol.Command> system) {
    this.settings = settings;
    this.system = system;
  }

  /**
   * Starts the actor system and joins. A node that was away longer than {@code
   * alignstream.cluster.pause} while others were in the cluster ends with status {@link
   * #AWAY_TOO_LONG}.
   *
   * @param config all settings, with Akka's defaults
   */
  public static ClusterNode start(ClusterSettings settings, Config config) {
    return start(settings, config, status -> Runtime.getRuntime().halt(status));
  }

  /**
   * Starts like {@link #start(ClusterSettings, Config)}.
   *
   * @param end ends this process with a status
   */
  public static ClusterNode start(ClusterSettings settings, Config config, Consumer<Integer> end) {
    var system =
        ActorSystem.create(
            Behaviors.<SpawnProtocol.Command>setup(context -> SpawnProtocol.create()),
            AkkaSettings.SYSTEM,
            AkkaSettings.of(settings, config));
    var cluster = Cluster.get(system);
    if (settings.seedNodes().isEmpty()) {
      cluster.manager().tell(new Join(cluster.selfMember().address()));
    }
    var watchdog =
        Watchdog.start(
            settings.pause(),
            pause -> {
              if (cluster.state().members().size() > 1) {
                LOG.error("This node was away for {}; others have replaced it.", pause);
                end.accept(AWAY_TOO_LONG);
              }
            });
    system.getWhenTerminated().whenComplete((done, failure) -> watchdog.close());
    return new ClusterNode(settings, system);
  }

  /** The actor system. */
  public ActorSystem<SpawnProtocol.Command> system() {
    return system;
  }

  /** Whether this node is a full member. */
  public boolean isUp() {
    return Cluster.get(system).selfMember().status() == MemberStatus.up();
  }

  /**
   * Offers this node's line to ingest nodes, until it leaves.
   *
   * @param linkFlow what it does for each of them
   */
  public void serveInference(Flow<Events, Replies, NotUsed> linkFlow) {
    var node =
        system.systemActorOf(InferenceNode.create(linkFlow), "inference-node", Props.empty());
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeClusterShutdown(),
            "answer what others wait for",
            () -> InferenceNode.leave(node, settings.drainTimeout(), system));
  }

  /**
   * The pool by which this node's streams reach inference nodes.
   *
   * @param local this node's own line, if it has the role
   * @param watch is told every second how the pool stands; quick
   */
  public ActorRef<InferencePool.Command> pool(
      Optional<Flow<Events, Replies, NotUsed>> local, Consumer<PoolState> watch) {
    return system.systemActorOf(
        InferencePool.create(settings.inference(), local, watch),
        "inference-pool-" + pools.incrementAndGet(),
        Props.empty());
  }

  /** How a pool stands. */
  public CompletionStage<PoolState> state(ActorRef<InferencePool.Command> pool) {
    return AskPattern.ask(pool, InferencePool.Ask::new, TOLD_WITHIN, system.scheduler());
  }

  /**
   * Takes this node's share of a topic's partitions.
   *
   * @param partitions how many the topic has
   * @param begin begins the work on a partition that has come here
   */
  public void place(String topic, int partitions, Function<TopicPartition, PartitionWork> begin) {
    Placement.start(system, topic, partitions, begin);
  }

  /**
   * The status to end this process with once its actor system has ended: 0, or {@link
   * #AWAY_TOO_LONG} if the others have removed this node or it could not join.
   */
  public int exitStatus() {
    return CoordinatedShutdown.get(system)
        .getShutdownReason()
        .filter(
            reason ->
                reason == CoordinatedShutdown.clusterDowningReason()
                    || reason == CoordinatedShutdown.clusterJoinUnsuccessfulReason())
        .map(reason -> AWAY_TOO_LONG)
        .orElse(0);
  }

  /** Drains, leaves the cluster and ends the actor system. */
  public CompletionStage<Done> leave() {
    return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason());
  }
}
