package io.alignstream.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alignstream.deploy.guarantee.Breakage;
import io.alignstream.deploy.guarantee.ExactlyOnce;
import io.alignstream.deploy.guarantee.TestInstallation;
import io.alignstream.deploy.guarantee.TestModels;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The line against Apache Kafka's own container. */
class ContainerIT {
  @TempDir private Path root;

  @Test
  void everyEventLeavesItsOutputsOrOneDeadLetter() throws InterruptedException {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "Docker is not available here: the line is only tested against the embedded broker");
    try (var kafka = new KafkaContainer("apache/kafka:4.1.1")) {
      kafka.start();
      var installation =
          TestInstallation.create(kafka.getBootstrapServers(), "container-", root, "");
      var node = Node.start(installation.config(), TestModels::withoutPhrases);
      try (var sender = installation.sender()) {
        sender.good(0, 100);
        sender.broken(100, Breakage.NOT_AVRO, root);
        assertThat(sender.ledger().size()).isEqualTo(101);
        ExactlyOnce.assertHolds(sender.ledger(), installation.outputs());
      } finally {
        node.stop().toCompletableFuture().join();
      }
    }
  }
}
