package io.alignstream.deploy.node;

import akka.actor.typed.ActorSystem;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** Shares partitions out among nodes. */
@FunctionalInterface
public interface Placement {
  /**
   * Begins to work on this node's partitions, now and whenever one comes to it.
   *
   * @param all every partition of the event topic
   * @param start begins to work on one
   */
  Partitions place(
      ActorSystem<?> system,
      List<TopicPartition> all,
      Function<TopicPartition, PartitionRun> start);

  /** One node works on all of them. */
  static Placement onOneNode() {
    return (system, all, start) -> AllPartitions.start(all, start);
  }
}
