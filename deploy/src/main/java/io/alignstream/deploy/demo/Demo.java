package io.alignstream.deploy.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.deploy.line.Models;
import io.alignstream.deploy.node.Node;
import io.alignstream.deploy.topics.TopicSetup;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.wire.AvroWire;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The whole system in one JVM, once through.
 *
 * @param config all settings
 * @param plan what to show
 * @param out where to show it
 */
public record Demo(Config config, Plan plan, PrintWriter out) {
  private static final int PARTITIONS = 4;

  /**
   * What to show.
   *
   * @param events good events; a few broken ones come on top
   * @param seed of the world
   * @param directory where the records and pictures go
   * @param data where the broker keeps its data; empty: deleted at the end
   * @param patience longest wait for all outputs
   * @param terminal whether lines can be overwritten
   */
  public record Plan(
      int events,
      long seed,
      Path directory,
      Optional<Path> data,
      Duration patience,
      boolean terminal) {}

  /** What a demo left running. */
  public static final class Running implements AutoCloseable {
    private final EmbeddedKafka kafka;
    private final Node node;

    private Running(EmbeddedKafka kafka, Node node) {
      this.kafka = kafka;
      this.node = node;
    }

    /** Where clients find the broker. */
    public String bootstrapServers() {
      return kafka.bootstrapServers();
    }

    /** The node. */
    public Node node() {
      return node;
    }

    @Override
    public void close() {
      node.stop().toCompletableFuture().join();
      kafka.close();
    }
  }

  /**
   * Runs it and leaves broker and node running.
   *
   * @throws IllegalStateException if not all outputs came in time
   */
  public Running run() throws InterruptedException {
    out.printf("%n  Alignstream: images and captions in, index entries and answers out%n%n");
    out.flush();
    var models = CompletableFuture.supplyAsync(this::models);
    var limits = EventLimits.from(config.getConfig("alignstream"));
    var kafka =
        plan.data()
            .map(directory -> EmbeddedKafka.in(directory, limits))
            .orElseGet(() -> EmbeddedKafka.inTemporaryDirectory(limits));
    try {
      var settings = settings(kafka);
      TopicSetup.create(
          KafkaSettings.from(settings.getConfig("alignstream")),
          TopicSetup.plan(topics(), limits, PARTITIONS, Optional.of((short) 1)));
      fact("broker", kafka.bootstrapServers() + ", in this process");
      var node = Node.start(settings, models::join);
      var running = new Running(kafka, node);
      Runtime.getRuntime().addShutdownHook(new Thread(running::close)); // Ctrl-C, at any time
      fact("node", "http://127.0.0.1:%d/metrics".formatted(node.http().getPort()));
      fact("models", "colours as tags, words as vectors: none was learned yet");
      out.println();
      out.flush();
      through(KafkaSettings.from(settings.getConfig("alignstream")));
      return running;
    } catch (RuntimeException | InterruptedException e) {
      kafka.close();
      throw e;
    }
  }

  private Models models() {
    return ModelFiles.from(config).open();
  }

  /** Our broker, and a port for HTTP that is free. */
  private Config settings(EmbeddedKafka kafka) {
    return config
        .withValue(
            "alignstream.kafka.bootstrap.servers",
            ConfigValueFactory.fromAnyRef(kafka.bootstrapServers()))
        .withValue("alignstream.http.port", ConfigValueFactory.fromAnyRef(0));
  }

  private Topics topics() {
    return Topics.from(config.getConfig("alignstream.schemas.topics"));
  }

  private void through(KafkaSettings kafka) throws InterruptedException {
    var topics = topics();
    var events = DemoEvents.of(topics.events(), AvroWire.withoutRegistry(), plan.seed());
    long began = System.nanoTime();
    try (var outputs =
        new DemoOutputs(
            kafka, AvroWire.withoutRegistry(), topics, made(plan.directory()), Scene.imageId(1))) {
      var publishing = CompletableFuture.runAsync(() -> publish(kafka, events));
      await(outputs, began);
      publishing.join();
      summary(outputs, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private void publish(KafkaSettings kafka, DemoEvents events) {
    try (var producer =
        new KafkaProducer<>(
            kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int number = 0; number < plan.events(); number++) {
        var unused = producer.send(events.get(number)); // what gets lost is missed by await
      }
      for (var broken : events.broken()) {
        var unused = producer.send(broken);
      }
    }
  }

  private void await(DemoOutputs outputs, long began) {
    var topics = topics();
    int all = plan.events() + DemoEvents.BROKEN;
    var progress = new Progress(out, "events", all, plan.terminal());
    int answers = plan.events() * DemoEvents.TASKS;
    int done = 0;
    while (done < all || outputs.count(topics.answers()) < answers) {
      if (Duration.ofNanos(System.nanoTime() - began).compareTo(plan.patience()) > 0) {
        throw new IllegalStateException(
            "after %s only %d of %d events and %d of %d answers were through"
                .formatted(plan.patience(), done, all, outputs.count(topics.answers()), answers));
      }
      outputs.poll();
      done = outputs.count(topics.index()) + outputs.count(topics.deadLetters());
      progress.show(done);
    }
  }

  private void summary(DemoOutputs outputs, Duration took) {
    var topics = topics();
    out.printf(
        "%n  %,d events → %,d index entries, %,d answers, %,d dead letters in %.1f s%n%n",
        plan.events() + DemoEvents.BROKEN,
        outputs.count(topics.index()),
        outputs.count(topics.answers()),
        outputs.count(topics.deadLetters()),
        took.toMillis() / 1000.0);
    out.println("  One of them:");
    var page = new DemoPage(out);
    outputs.sampleEntry().ifPresent(page::entry);
    page.answers(outputs.sampleAnswers());
    out.printf("%n  All of them, one record a line, in %s/%n", plan.directory());
    for (var topic : List.of(topics.index(), topics.answers(), topics.deadLetters())) {
      out.printf("    %-42s %,7d%n", topic + ".jsonl", outputs.count(topic));
    }
    out.flush();
  }

  private void fact(String name, String value) {
    out.printf("  %-10s %s%n", name, value);
    out.flush();
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be made", e);
    }
  }
}
