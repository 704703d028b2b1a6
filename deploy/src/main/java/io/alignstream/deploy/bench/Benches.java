package io.alignstream.deploy.bench;

import com.typesafe.config.Config;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.ingest.kafka.KafkaSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** Runs the benches over a broker that lives as long as they do. */
public final class Benches {
  private Benches() {}

  /** Races the line against plain loops and prints a table. */
  public static void line(Config config, LineRace race, PrintWriter out)
      throws InterruptedException {
    var limits = EventLimits.from(config.getConfig("alignstream"));
    try (var kafka = EmbeddedKafka.inTemporaryDirectory(limits)) {
      LineBench.run(BenchTopic.fill(clients(kafka, limits), race), config, race, out);
    }
  }

  /**
   * Measures fail-over and prints each run.
   *
   * @param oldest whether the oldest of the nodes is killed, or the youngest
   */
  public static void failOver(Config config, int runs, boolean oldest, PrintWriter out)
      throws InterruptedException {
    var limits = EventLimits.from(config.getConfig("alignstream"));
    try (var kafka = EmbeddedKafka.inTemporaryDirectory(limits)) {
      new FailOverBench(clients(kafka, limits), Files.createTempDirectory("alignstream-nodes-"))
          .run(runs, oldest, out);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the nodes' logs", e);
    }
  }

  private static KafkaSettings clients(EmbeddedKafka kafka, EventLimits limits) {
    return new KafkaSettings(Map.of("bootstrap.servers", kafka.bootstrapServers()), limits);
  }
}
