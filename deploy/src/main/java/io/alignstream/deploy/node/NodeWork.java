package io.alignstream.deploy.node;

import akka.Done;
import akka.NotUsed;
import akka.stream.javadsl.Flow;
import io.alignstream.deploy.cluster.ClusterNode;
import io.alignstream.deploy.cluster.Role;
import io.alignstream.deploy.cluster.inference.LinkFlow;
import io.alignstream.deploy.cluster.inference.PoolState;
import io.alignstream.deploy.cluster.inference.RemoteAnswers;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.Replies;
import io.alignstream.deploy.line.Line;
import io.alignstream.deploy.line.Models;
import io.alignstream.deploy.line.Threads;
import io.alignstream.deploy.watch.ConsumerLag;
import io.alignstream.deploy.watch.MeteredModels;
import io.alignstream.deploy.watch.StageMeters;
import io.alignstream.ingest.decode.ImageDecoder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a node's roles make it do. */
final class NodeWork implements AutoCloseable {
  private final Setup setup;
  private final ClusterNode cluster;
  private final Threads threads;
  private final MeterRegistry meters;
  private final List<TopicPartition> all;
  private final List<AutoCloseable> open = new ArrayList<>();
  private volatile PoolState pooled = new PoolState(0, 0, 0);
  private Optional<Partitions> partitions = Optional.empty();

  NodeWork(
      Setup setup,
      ClusterNode cluster,
      Threads threads,
      MeterRegistry meters,
      List<TopicPartition> all) {
    this.setup = setup;
    this.cluster = cluster;
    this.threads = threads;
    this.meters = meters;
    this.all = all;
  }

  /** Begins; models are loaded only for the role that runs them. */
  NodeWork begin(Supplier<Models> models) {
    var stages = new StageMeters(meters);
    if (setup.cluster().isAlone()) {
      var decoder = decoder();
      var loaded = MeteredModels.of(models.get(), meters);
      var outputs = Streams.outputs(setup);
      var streams =
          streams(
              line ->
                  line.<ConsumerRecord<byte[], byte[]>>answered(decoder, loaded)
                      .map(outputs::encode),
              stages);
      partitions = Optional.of(AllPartitions.start(all, streams::start));
      return this;
    }
    Optional<Flow<Events, Replies, NotUsed>> own =
        setup.cluster().has(Role.INFERENCE)
            ? Optional.of(link(models.get(), stages))
            : Optional.empty();
    own.ifPresent(cluster::serveInference);
    if (setup.cluster().has(Role.INGEST)) {
      var pool = cluster.pool(own, state -> pooled = state);
      gauges();
      var streams = streams(line -> RemoteAnswers.flow(pool, setup.cluster().inference()), stages);
      partitions = Optional.of(SharedPartitions.start(cluster, all, streams::start));
    }
    return this;
  }

  /** What has to happen before everything here is worked on, a line each. */
  List<String> notReady() {
    var reasons = new ArrayList<>(partitions.map(Partitions::notReady).orElse(List.of()));
    if (!setup.cluster().isAlone() && setup.cluster().has(Role.INGEST) && pooled.nodes() == 0) {
      reasons.add("no inference node can be reached");
    }
    return reasons;
  }

  private void gauges() {
    Gauge.builder("alignstream.inference.nodes", this, work -> work.pooled.nodes())
        .description("Inference nodes that take this node's events")
        .register(meters);
    Gauge.builder("alignstream.inference.waiting", this, work -> work.pooled.waiting())
        .description("Groups of events that no inference node has room for")
        .register(meters);
    Gauge.builder("alignstream.inference.in.work", this, work -> work.pooled.inWork())
        .description("Groups of events at inference nodes")
        .register(meters);
  }

  /** Publishes what is in flight. */
  CompletionStage<Done> drain() {
    return partitions
        .map(Partitions::drain)
        .orElseGet(() -> CompletableFuture.completedFuture(Done.getInstance()));
  }

  private Streams streams(Answering answering, StageMeters stages) {
    var streams = new Streams(setup, answering, stages, threads, cluster.system());
    var lag =
        ConsumerLag.measure(
            setup.kafka(),
            setup.node().group(),
            all,
            setup.node().lagInterval(),
            meters,
            cluster.system());
    open.add(lag);
    open.add(streams);
    return streams;
  }

  /** The line's second half for groups of events, on its own stages. */
  private Flow<Events, Replies, NotUsed> link(Models models, StageMeters stages) {
    var watch = stages.stream();
    open.add(watch);
    var line = new Line(setup.line(), threads, watch);
    return LinkFlow.of(
        line.answered(decoder(), MeteredModels.of(models, meters)),
        Streams.outputs(setup),
        setup.cluster().inference());
  }

  private ImageDecoder decoder() {
    return new ImageDecoder(setup.ingest().decode());
  }

  @Override
  public void close() {
    for (var one : open) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
