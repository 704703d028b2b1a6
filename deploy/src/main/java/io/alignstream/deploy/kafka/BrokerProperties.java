package io.alignstream.deploy.kafka;

import io.alignstream.ingest.kafka.EventLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** What a broker of one is told. */
record BrokerProperties(
    Path directory,
    int brokerPort,
    int controllerPort,
    EventLimits limits,
    Optional<SecureListener> secure) {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  static BrokerProperties onFreePorts(
      Path directory, EventLimits limits, Optional<SecureListener> secure) {
    var loopback = InetAddress.getLoopbackAddress();
    try (var broker = new ServerSocket(0, 1, loopback);
        var controller = new ServerSocket(0, 1, loopback)) {
      return new BrokerProperties(
          directory, broker.getLocalPort(), controller.getLocalPort(), limits, secure);
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  Properties toProperties() {
    var properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", String.valueOf(NODE_ID),
            "listeners",
                "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d"
                    .formatted(brokerPort, CONTROLLER_LISTENER, controllerPort),
            "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER_LISTENER),
            "controller.listener.names", CONTROLLER_LISTENER,
            "controller.quorum.voters", "%d@127.0.0.1:%d".formatted(NODE_ID, controllerPort),
            "log.dirs", directory.toString(),
            "socket.request.max.bytes", String.valueOf(limits.brokerRequestBytes()),
            "replica.fetch.max.bytes", String.valueOf(limits.brokerRequestBytes()),
            "auto.create.topics.enable", "false"));
    // One broker: one copy of everything, and few partitions of Kafka's own topics.
    properties.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "4",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0"));
    secure.ifPresent(listener -> listener.addTo(properties));
    return properties;
  }
}
