package io.alignstream.deploy.bench;

import akka.NotUsed;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.FlowWithContext;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.cluster.ClusterNode;
import io.alignstream.deploy.cluster.ClusterSettings;
import io.alignstream.deploy.cluster.inference.LinkFlow;
import io.alignstream.deploy.cluster.wire.Events;
import io.alignstream.deploy.cluster.wire.Replies;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.line.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The line bench's nodes: the ingest node is in the bench's process, the inference node in another.
 */
final class BenchNode {
  private BenchNode() {}

  /**
   * The other process; its only argument is the port of the first one. It runs until it is killed.
   */
  public static void main(String[] arguments) {
    var config = config("inference", "[\"127.0.0.1:%s\"]".formatted(arguments[0]));
    var settings = ClusterSettings.from(config.getConfig("alignstream"));
    var node = ClusterNode.start(settings, config);
    node.serveInference(identity(settings));
    node.system().getWhenTerminated().toCompletableFuture().join();
  }

  /** A node in this process, alone. */
  static ClusterNode start(String roles) {
    var config = config(roles, "[]");
    return ClusterNode.start(ClusterSettings.from(config.getConfig("alignstream")), config);
  }

  /** Starts the other process. */
  static Process startInference(int seedPort) {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx1g",
              "-cp",
              System.getProperty("java.class.path"),
              BenchNode.class.getName(),
              String.valueOf(seedPort))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("no second process can be started", e);
    }
  }

  /** A link's work without models. */
  static Flow<Events, Replies, NotUsed> identity(ClusterSettings settings) {
    return LinkFlow.of(
        FlowWithContext.<Outcome<FetchedEvent>, NotUsed>create().map(Identity::outputs),
        Identity.encoding(Topics.defaults(), settings.limits()),
        settings.inference());
  }

  static ClusterSettings settings() {
    return ClusterSettings.from(config("ingest", "[]").getConfig("alignstream"));
  }

  private static Config config(String roles, String seeds) {
    return ConfigFactory.parseString(
            """
            alignstream.cluster {
              roles = [%s]
              seed-nodes = %s
              # Nothing fails here on purpose, and a machine that is measured is busy.
              pause = 30s
              akka.loglevel = WARNING
            }
            """
                .formatted(roles, seeds))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }
}
