package io.alignstream.deploy.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Nodes of one cluster inside the test's JVM. They leave when closed. */
public final class TestNodes implements AutoCloseable {
  private final List<ClusterNode> nodes = new ArrayList<>();
  private final String more;
  private int seed;

  /**
   * None yet.
   *
   * @param more settings of all nodes, in HOCON
   */
  public TestNodes(String more) {
    this.more = more;
  }

  /** Starts a node; the first one begins the cluster. */
  public ClusterNode start(Role... roles) {
    int port = freePort();
    if (nodes.isEmpty()) {
      seed = port;
    }
    var names = java.util.Arrays.stream(roles).map(Role::id).toList();
    var config = config(port, List.of(seed), names, more);
    var node =
        ClusterNode.start(
            ClusterSettings.from(config.getConfig("alignstream")),
            config,
            status -> {
              throw new IllegalStateException("the watchdog bit");
            });
    nodes.add(node);
    return node;
  }

  /** The settings of a node of a test. */
  public static Config config(int port, List<Integer> seeds, List<String> roles, String more) {
    return ConfigFactory.parseString(more)
        .withFallback(
            ConfigFactory.parseString(
                """
                alignstream.cluster {
                  port = %d
                  seed-nodes = %s
                  roles = %s
                  pause = 8s
                  akka.cluster.seed-node-timeout = 2s
                  akka.loglevel = WARNING
                }
                """
                    .formatted(
                        port,
                        seeds.stream().map(seed -> "\"127.0.0.1:" + seed + "\"").toList(),
                        roles)))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /** Mostly still free when it is used. */
  public static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).leave().toCompletableFuture().join();
    }
  }
}
