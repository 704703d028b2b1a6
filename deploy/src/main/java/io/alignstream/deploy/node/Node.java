package io.alignstream.deploy.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import io.alignstream.deploy.cluster.ClusterNode;
import io.alignstream.deploy.cluster.Role;
import io.alignstream.deploy.index.IndexFeed;
import io.alignstream.deploy.index.IndexMeters;
import io.alignstream.deploy.index.IndexRoutes;
import io.alignstream.deploy.line.Models;
import io.alignstream.deploy.line.Threads;
import io.alignstream.deploy.watch.HttpSettings;
import io.alignstream.deploy.watch.NodeHttp;
import io.alignstream.deploy.watch.NodeMeters;
import io.alignstream.deploy.watch.Readiness;
import io.alignstream.schemas.wire.AvroWire;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: with all roles and nobody else in the world, or with some and others in its cluster.
 * Alone, it answers events where they were fetched; with others, on whichever inference node has
 * room.
 */
public final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final ClusterNode cluster;
  private final InetSocketAddress http;
  private final Readiness readiness;

  private Node(ClusterNode cluster, InetSocketAddress http, Readiness readiness) {
    this.cluster = cluster;
    this.http = http;
    this.readiness = readiness;
  }

  /**
   * Starts one; SIGTERM stops it.
   *
   * @param config all settings, resolved
   * @param models loads them; asked once the brokers have answered, and only on an inference node
   * @throws com.typesafe.config.ConfigException if a setting is wrong
   * @throws IllegalStateException if the brokers do not answer, a topic is missing or the port is
   *     taken; its message says what to do
   */
  public static Node start(Config config, Supplier<Models> models) throws InterruptedException {
    var setup = Setup.from(config.getConfig("alignstream"));
    var partitions = partitions(setup);
    var cluster = ClusterNode.start(setup.cluster(), config);
    try {
      return start(setup, models, partitions, cluster);
    } catch (RuntimeException e) {
      cluster.system().terminate();
      throw e;
    }
  }

  private static List<TopicPartition> partitions(Setup setup) throws InterruptedException {
    var topics = setup.topics();
    return EventTopic.partitions(
        setup.kafka(),
        List.of(topics.events(), topics.index(), topics.answers(), topics.deadLetters()),
        setup.node().startTimeout());
  }

  private static Node start(
      Setup setup, Supplier<Models> models, List<TopicPartition> all, ClusterNode cluster) {
    var system = cluster.system();
    var meters = NodeMeters.registry();
    var readiness = new Readiness();
    var threads = Threads.start(setup.line().inferenceThreads());
    var index = index(setup, meters);
    var routes = index.map(feed -> new IndexRoutes(feed, threads.computing()).routes()).stream();
    var http =
        bound(
            setup.http(), NodeHttp.bind(setup.http(), readiness, meters, routes.toList(), system));
    index.ifPresent(feed -> feed.start(system));
    var work = new NodeWork(setup, cluster, threads, meters, all).begin(models);
    readiness.until(() -> notReady(cluster, work, index));

    atShutdown(
        system,
        CoordinatedShutdown.PhaseServiceRequestsDone(),
        () -> {
          readiness.end("the node is stopping");
          LOG.info("stopping: what is in flight is published first");
          return work.drain();
        });
    atShutdown(
        system,
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        () -> {
          index.ifPresent(IndexFeed::close);
          work.close();
          threads.close();
          LOG.info("stopped");
          return CompletableFuture.completedFuture(Done.getInstance());
        });
    LOG.info(
        "{} on {} partitions of {}, {}; http://{}:{}",
        setup.cluster().isAlone() ? "working alone" : setup.cluster().roles(),
        all.size(),
        all.get(0).topic(),
        setup.node().delivery().key(),
        http.getHostString(),
        http.getPort());
    return new Node(cluster, http, readiness);
  }

  /** The role {@code query}. */
  private static Optional<IndexFeed> index(Setup setup, MeterRegistry meters) {
    return setup.cluster().has(Role.QUERY)
        ? Optional.of(
            new IndexFeed(
                setup.kafka(),
                setup.topics().index(),
                AvroWire.from(setup.registry()),
                new IndexMeters(meters)))
        : Optional.empty();
  }

  private static List<String> notReady(
      ClusterNode cluster, NodeWork work, Optional<IndexFeed> index) {
    if (!cluster.isUp()) {
      return List.of("the node is not a member of its cluster");
    }
    var reasons = new ArrayList<>(work.notReady());
    index.ifPresent(feed -> reasons.addAll(feed.notReady()));
    return reasons;
  }

  /** What it waits for before it does all that its roles say, a line each. */
  public List<String> notReady() {
    return readiness.reasons();
  }

  /** Where {@code /metrics}, {@code /alive} and {@code /ready} are. */
  public InetSocketAddress http() {
    return http;
  }

  /** Finishes what is in flight, publishes it, commits and ends. */
  public CompletionStage<Done> stop() {
    return cluster.leave();
  }

  /** Completes with the status for its process when it has ended, whoever ended it. */
  public CompletionStage<Integer> ended() {
    return cluster.system().getWhenTerminated().thenApply(done -> cluster.exitStatus());
  }

  private static InetSocketAddress bound(
      HttpSettings address, CompletionStage<ServerBinding> binding) {
    try {
      return binding.toCompletableFuture().join().localAddress();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "cannot listen on %s:%d (alignstream.http.host, .port): %s"
              .formatted(address.host(), address.port(), rootOf(e).getMessage()),
          e);
    }
  }

  private static Throwable rootOf(Throwable failure) {
    return Failures.in(failure).reduce((outer, inner) -> inner).orElse(failure);
  }

  private static void atShutdown(
      ActorSystem<?> system, String phase, Supplier<CompletionStage<Done>> task) {
    CoordinatedShutdown.get(system).addTask(phase, "alignstream " + phase, task);
  }
}
