package io.alignstream.deploy.cluster.placement;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.ShardedDaemonProcessSettings;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import io.alignstream.deploy.cluster.Role;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** Spreads a topic's partitions over the ingest nodes. */
public final class Placement {
  private Placement() {}

  /**
   * Takes part in it; to be called once on every ingest node.
   *
   * @param partitions how many partitions the topic has, the same on all nodes
   * @param begin begins the work on a partition that has come to this node
   */
  public static void start(
      ActorSystem<?> system,
      String topic,
      int partitions,
      Function<TopicPartition, PartitionWork> begin) {
    ShardedDaemonProcess.get(system)
        .init(
            Partition.Command.class,
            topic,
            partitions,
            number -> {
              var partition = new TopicPartition(topic, number);
              return Partition.create(partition.toString(), () -> begin.apply(partition));
            },
            ShardedDaemonProcessSettings.create(system).withRole(Role.INGEST.id()),
            Optional.of(new Partition.Drain()));
  }
}
