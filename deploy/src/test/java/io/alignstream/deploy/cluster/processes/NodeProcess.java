package io.alignstream.deploy.cluster.processes;

import akka.japi.Pair;
import akka.pattern.Patterns;
import akka.stream.javadsl.Flow;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.cluster.ClusterNode;
import io.alignstream.deploy.cluster.ClusterSettings;
import io.alignstream.deploy.cluster.Echo;
import io.alignstream.deploy.cluster.Role;
import io.alignstream.deploy.cluster.inference.LinkFlow;
import io.alignstream.deploy.cluster.inference.RemoteAnswers;
import io.alignstream.deploy.node.Backoff;
import io.alignstream.deploy.node.PartitionRun;
import io.alignstream.ingest.IngestSettings;
import io.alignstream.ingest.check.EventCheck;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.fetch.ImageFetcher;
import io.alignstream.ingest.kafka.FencedPublisher;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.ingest.kafka.PartitionStream;
import io.alignstream.ingest.kafka.Publication;
import io.alignstream.ingest.kafka.Work;
import io.alignstream.ingest.stage.FetchStage;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.wire.AvroWire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A node in a process of its own, with everything of a real one but the models. An event whose id
 * begins with {@code poison} kills the process that answers it.
 */
public final class NodeProcess {
  private final Config config;
  private final ClusterSettings settings;
  private final ClusterNode node;

  private NodeProcess(Config config) {
    this.config = config;
    this.settings = ClusterSettings.from(config.getConfig("alignstream"));
    this.node =
        config.getBoolean("test.watchdog")
            ? ClusterNode.start(settings, config)
            : ClusterNode.start(settings, config, status -> {});
  }

  /** Runs until it is told to end; its only argument is a file with all settings. */
  public static void main(String[] args) {
    var process =
        new NodeProcess(
            ConfigFactory.parseFile(Path.of(args[0]).toFile())
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    process.run();
    process.node.system().getWhenTerminated().toCompletableFuture().join();
  }

  private void run() {
    var linkFlow =
        LinkFlow.of(
            Echo.answered(config.getInt("test.parallelism"), this::answer),
            Echo.encoding(),
            settings.inference());
    if (settings.has(Role.INFERENCE)) {
      node.serveInference(linkFlow);
    }
    if (settings.has(Role.INGEST)) {
      var pool =
          node.pool(
              settings.has(Role.INFERENCE) ? Optional.of(linkFlow) : Optional.empty(), state -> {});
      var alignstream = config.getConfig("alignstream");
      var kafka = KafkaSettings.from(alignstream);
      var ingest = IngestSettings.from(alignstream.getConfig("ingest"));
      var outputs = Echo.encoding();
      var blocking = Executors.newCachedThreadPool();
      var line =
          Flow.<ConsumerRecord<byte[], byte[]>>create()
              .map(event -> Pair.create(event, event))
              .via(
                  FetchStage.<ConsumerRecord<byte[], byte[]>>flow(
                          new EventCheck(
                              AvroWire.withoutRegistry(), ingest.check(), kafka.limits()),
                          new ImageFetcher(ingest.fetch(), kafka.limits()),
                          4,
                          blocking)
                      .via(RemoteAnswers.flow(pool, settings.inference()))
                      .asFlow())
              .map(answered -> outputs.publication(answered.second(), answered.first()));
      var work = new Work(line, event -> poison(event), 5, 100);
      var opener = FencedPublisher.opener(kafka, "test", Duration.ofMinutes(1));
      node.place(
          Topics.defaults().events(),
          config.getInt("test.partitions"),
          partition -> {
            var run =
                PartitionRun.start(
                    partition,
                    forgiven ->
                        PartitionStream.run(
                            partition,
                            kafka,
                            "test",
                            ingest.publish(),
                            opener,
                            work,
                            forgiven,
                            blocking,
                            node.system()),
                    new Backoff(
                        Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(20)),
                    node.system());
            return run::drain;
          });
    }
  }

  private static Publication poison(ConsumerRecord<byte[], byte[]> event) {
    return Echo.encoding()
        .publication(
            event,
            Outcome.rejected(Reason.of("test", Reason.Code.POISON, "streams died of this event")));
  }

  private CompletionStage<Outcome<EventOutputs>> answer(FetchedEvent event) {
    if (event.event().eventId().startsWith("poison")) {
      Runtime.getRuntime().halt(9);
    }
    return Patterns.after(
        config.getDuration("test.work"),
        node.system().classicSystem(),
        () -> CompletableFuture.completedFuture(Outcome.accepted(Echo.outputs(event))));
  }
}
