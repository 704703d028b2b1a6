package io.alignstream.deploy.node;

import akka.Done;
import io.alignstream.deploy.cluster.ClusterNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** This node's share of the partitions, as the cluster deals them out. */
final class SharedPartitions implements Partitions {
  private final Map<TopicPartition, PartitionRun> runs = new ConcurrentHashMap<>();

  private SharedPartitions() {}

  static SharedPartitions start(
      ClusterNode node, List<TopicPartition> all, Function<TopicPartition, PartitionRun> start) {
    var shared = new SharedPartitions();
    node.place(
        all.get(0).topic(),
        all.size(),
        partition -> {
          var run = start.apply(partition);
          shared.runs.put(partition, run);
          return () -> {
            shared.runs.remove(partition, run);
            return run.drain();
          };
        });
    return shared;
  }

  @Override
  public List<String> notReady() {
    return runs.values().stream()
        .filter(run -> !run.isWorking())
        .map(run -> run.partition() + " is not worked on")
        .toList();
  }

  /** The cluster drains each partition before it gives it to another node. */
  @Override
  public CompletionStage<Done> drain() {
    return CompletableFuture.completedFuture(Done.getInstance());
  }
}
