package io.alignstream.deploy.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.node.Node;
import java.nio.file.Path;

/** A whole node with the shipped settings, but with models that cost nothing. */
final class FailOverNode {
  private FailOverNode() {}

  /** Runs until it is killed; its only argument is a file with settings. */
  public static void main(String[] arguments) {
    var config =
        ConfigFactory.parseFile(Path.of(arguments[0]).toFile())
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    System.exit(run(config));
  }

  private static int run(Config config) {
    try {
      return Node.start(config, NoModels::all).ended().toCompletableFuture().join();
    } catch (RuntimeException | InterruptedException e) {
      e.printStackTrace(); // its output is its log
      return 1;
    }
  }
}
