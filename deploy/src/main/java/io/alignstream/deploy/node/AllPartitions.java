package io.alignstream.deploy.node;

import akka.Done;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** The embedded default: one node works on every partition. */
final class AllPartitions implements Partitions {
  private final List<PartitionRun> runs;

  private AllPartitions(List<PartitionRun> runs) {
    this.runs = runs;
  }

  static AllPartitions start(
      List<TopicPartition> partitions, Function<TopicPartition, PartitionRun> start) {
    return new AllPartitions(partitions.stream().map(start).toList());
  }

  @Override
  public List<String> notReady() {
    return runs.stream()
        .filter(run -> !run.isWorking())
        .map(run -> run.partition() + " is not worked on")
        .toList();
  }

  @Override
  public CompletionStage<Done> drain() {
    return CompletableFuture.allOf(
            runs.stream()
                .map(run -> run.drain().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new))
        .thenApply(nothing -> Done.getInstance());
  }
}
