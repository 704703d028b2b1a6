package io.alignstream.deploy.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.alignstream.deploy.exam.Exam;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.deploy.line.Models;
import io.alignstream.deploy.node.Node;
import io.alignstream.deploy.topics.TopicSetup;
import io.alignstream.deploy.world.Split;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The whole system in one JVM, once through.
 *
 * @param config all settings
 * @param models loads what the node runs
 * @param plan what to show
 * @param out where to show it
 */
public record Demo(Config config, Supplier<Models> models, Plan plan, PrintWriter out) {
  private static final int PARTITIONS = 4;

  /**
   * What to show.
   *
   * @param split of the world, from which scenes are taken
   * @param seed which of its scenes
   * @param events how many; a few broken ones come on top
   * @param directory where records and pictures go
   * @param report file for the figures
   * @param data where the broker keeps its data; empty: deleted at the end
   * @param patience longest wait for all outputs
   * @param terminal whether lines can be overwritten
   */
  public record Plan(
      Split split,
      long seed,
      int events,
      Path directory,
      Optional<Path> report,
      Optional<Path> data,
      Duration patience,
      boolean terminal) {}

  /** What a demo left running, and what it found. */
  public static final class Running implements AutoCloseable {
    private final EmbeddedKafka kafka;
    private final Node node;
    private final Examined examined;

    private Running(EmbeddedKafka kafka, Node node, Examined examined) {
      this.kafka = kafka;
      this.node = node;
      this.examined = examined;
    }

    /** Where clients find the broker. */
    public String bootstrapServers() {
      return kafka.bootstrapServers();
    }

    /** The node. */
    public Node node() {
      return node;
    }

    /** An image that the index holds. */
    public String anImage() {
      return examined.exam().papers().get(0).scene().imageId();
    }

    /** What came out. */
    public Examined examined() {
      return examined;
    }

    @Override
    public void close() {
      stop(node, kafka);
    }
  }

  /**
   * Runs it and leaves broker and node running.
   *
   * @throws IllegalStateException if not all outputs came in time
   */
  public Running run() throws InterruptedException {
    var page = new DemoPage(out);
    page.title();
    var loaded = CompletableFuture.supplyAsync(models);
    var exam =
        CompletableFuture.supplyAsync(() -> Exam.of(plan.split(), plan.seed(), plan.events()));
    var limits = EventLimits.from(config.getConfig("alignstream"));
    var kafka =
        plan.data()
            .map(directory -> EmbeddedKafka.in(directory, limits))
            .orElseGet(() -> EmbeddedKafka.inTemporaryDirectory(limits));
    try {
      var settings = settings(kafka);
      var topics = Topics.from(settings.getConfig("alignstream.schemas.topics"));
      TopicSetup.create(
          KafkaSettings.from(settings.getConfig("alignstream")),
          TopicSetup.plan(topics, limits, PARTITIONS, Optional.of((short) 1)));
      page.fact("broker", kafka.bootstrapServers() + ", in this process");
      var node = Node.start(settings, loaded::join);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(node, kafka))); // Ctrl-C, at any time
      page.fact("node", "http://127.0.0.1:%d/metrics".formatted(node.http().getPort()));
      page.exam(plan, exam.join());
      try {
        var examined = examined(settings, exam.join(), topics);
        show(page, examined, topics);
        return new Running(kafka, node, examined);
      } catch (RuntimeException e) {
        node.stop().toCompletableFuture().join(); // while it still has its broker
        throw e;
      }
    } catch (RuntimeException | InterruptedException e) {
      kafka.close();
      throw e;
    }
  }

  /** Our broker, and a port for HTTP that is free. */
  private Config settings(EmbeddedKafka kafka) {
    return config
        .withValue(
            "alignstream.kafka.bootstrap.servers",
            ConfigValueFactory.fromAnyRef(kafka.bootstrapServers()))
        .withValue("alignstream.http.port", ConfigValueFactory.fromAnyRef(0));
  }

  private Examined examined(Config settings, Exam exam, Topics topics) {
    var kafka = KafkaSettings.from(settings.getConfig("alignstream"));
    var wire = AvroWire.withoutRegistry();
    try (var outputs = new DemoOutputs(kafka, wire, topics, made(plan.directory()))) {
      return new Examination(
              kafka,
              DemoEvents.of(exam, topics.events(), wire),
              outputs,
              plan.patience(),
              out,
              plan.terminal())
          .run(settings.getInt("alignstream.ingest.check.max-tasks"));
    }
  }

  private void show(DemoPage page, Examined examined, Topics topics) {
    page.results(examined);
    page.files(plan, topics, new DemoSheet(examined).write(plan.directory()));
    plan.report().ifPresent(file -> DemoReport.write(examined, file));
  }

  private static void stop(Node node, EmbeddedKafka kafka) {
    node.stop().toCompletableFuture().join();
    kafka.close();
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be made", e);
    }
  }
}
