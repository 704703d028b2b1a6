package io.alignstream.deploy.cli;

import io.alignstream.deploy.cluster.Role;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.deploy.node.Node;
import io.alignstream.deploy.node.Setup;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code alignstream node}. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a node with all roles, or those in cluster.roles: reads image-caption events, writes"
          + " index entries, answers and dead letters, until SIGTERM; then it finishes what is in"
          + " flight, commits and ends with status 0. Status 75: the cluster went on without it;"
          + " start it again.",
      "",
      "It answers GET /metrics (Prometheus), /alive and /ready at alignstream.http.host and .port"
          + " (default: http://127.0.0.1:8080).",
      "",
      "Its models are those of the directory alignstream.models (the small ones that come along),"
          + " unless detect.model, mvptr.models and parse.vocabulary name others."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream topics create -b broker:9092",
      "  alignstream node -b broker:9092",
      "  alignstream node -c production.conf -D node.delivery=at-least-once",
      "  alignstream node -D cluster.port=25520 -D cluster.seed-nodes.0=127.0.0.1:25520"
          + " -D cluster.roles.0=ingest",
      "  ALIGNSTREAM_LOG_FORMAT=json alignstream node"
    })
final class NodeCommand implements Callable<Integer> {
  /** Far above {@code alignstream.node.drain-timeout}, within which it ends. */
  private static final Duration LONGEST_END = Duration.ofMinutes(10);

  @Mixin private Installation installation = new Installation();

  @Override
  public Integer call() throws InterruptedException {
    var config = installation.config();
    var roles = Setup.from(config.getConfig("alignstream")).cluster();
    var files =
        roles.has(Role.INFERENCE)
            ? Optional.of(ModelFiles.from(config))
            : Optional.<ModelFiles>empty();
    var ended = Node.start(config, () -> files.orElseThrow().open()).ended().toCompletableFuture();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> exitLike(ended)));
    return ended.join();
  }

  /**
   * Ends the process with the node's own status: that of a signal (143) looks like a failure,
   * though the node has done all that it should. If the node does not end, the signal's stays.
   */
  private static void exitLike(CompletableFuture<Integer> ended) {
    try {
      Runtime.getRuntime().halt(ended.get(LONGEST_END.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("alignstream: the node did not end: " + e);
    }
  }
}
