package io.alignstream.deploy.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.line.Models;
import io.alignstream.deploy.line.Threads;
import io.alignstream.deploy.watch.ConsumerLag;
import io.alignstream.deploy.watch.HttpSettings;
import io.alignstream.deploy.watch.MeteredModels;
import io.alignstream.deploy.watch.NodeHttp;
import io.alignstream.deploy.watch.NodeMeters;
import io.alignstream.deploy.watch.Readiness;
import io.alignstream.deploy.watch.StageMeters;
import io.alignstream.ingest.decode.ImageDecoder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node with all roles in one JVM. */
public final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final ActorSystem<Void> system;
  private final InetSocketAddress http;
  private final Readiness readiness;

  private Node(ActorSystem<Void> system, InetSocketAddress http, Readiness readiness) {
    this.system = system;
    this.http = http;
    this.readiness = readiness;
  }

  /**
   * Starts one; SIGTERM stops it.
   *
   * @param config all settings, resolved
   * @param models loads them; asked once the brokers have answered
   * @throws com.typesafe.config.ConfigException if a setting is wrong
   * @throws IllegalStateException if the brokers do not answer, a topic is missing or the port is
   *     taken; its message says what to do
   */
  public static Node start(Config config, Supplier<Models> models) throws InterruptedException {
    var setup = Setup.from(config.getConfig("alignstream"));
    var partitions = partitions(setup);
    var system =
        ActorSystem.<Void>create(
            Behaviors.empty(),
            "alignstream",
            withDrainTimeout(config, setup.node().drainTimeout()));
    try {
      return start(setup, models.get(), partitions, system);
    } catch (RuntimeException e) {
      system.terminate();
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
      Setup setup, Models models, List<TopicPartition> all, ActorSystem<Void> system) {
    var meters = NodeMeters.registry();
    var readiness = new Readiness();
    var http = bound(setup.http(), NodeHttp.bind(setup.http(), readiness, meters, system));
    var threads = Threads.start(setup.line().inferenceThreads());
    var decoder = new ImageDecoder(setup.ingest().decode());
    var metered = MeteredModels.of(models, meters);
    var streams =
        new Streams(
            setup,
            line -> line.answered(decoder, metered),
            new StageMeters(meters),
            threads,
            system);
    var settings = setup.node();
    var lag =
        ConsumerLag.measure(
            setup.kafka(), settings.group(), all, settings.lagInterval(), meters, system);
    var partitions = Placement.onOneNode().place(system, all, streams::start);
    readiness.until(partitions::notReady);

    atShutdown(
        system,
        CoordinatedShutdown.PhaseServiceRequestsDone(),
        () -> {
          readiness.end("the node is stopping");
          return partitions.drain();
        });
    atShutdown(
        system,
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        () -> {
          lag.close();
          streams.close();
          threads.close();
          return CompletableFuture.completedFuture(Done.getInstance());
        });
    LOG.info(
        "working on {} partitions of {}, {}; http://{}:{}",
        all.size(),
        all.get(0).topic(),
        settings.delivery().key(),
        http.getHostString(),
        http.getPort());
    return new Node(system, http, readiness);
  }

  /** What it waits for before it works on all partitions, a line each. */
  public List<String> notReady() {
    return readiness.reasons();
  }

  /** Where {@code /metrics}, {@code /alive} and {@code /ready} are. */
  public InetSocketAddress http() {
    return http;
  }

  /** Finishes what is in flight, publishes it, commits and ends. */
  public CompletionStage<Done> stop() {
    return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.unknownReason());
  }

  /** Completes when it has ended, whoever ended it. */
  public CompletionStage<Done> ended() {
    return system.getWhenTerminated();
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

  /** Draining takes as long as it may, not Akka's five seconds. */
  private static Config withDrainTimeout(Config config, Duration timeout) {
    return ConfigFactory.parseString(
            "akka.coordinated-shutdown.phases.%s.timeout = %d ms"
                .formatted(CoordinatedShutdown.PhaseServiceRequestsDone(), timeout.toMillis()))
        .withFallback(config);
  }
}
