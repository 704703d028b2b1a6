package io.alignstream.deploy.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.deploy.cluster.TestNodes;
import io.alignstream.deploy.guarantee.Breakage;
import io.alignstream.deploy.guarantee.ExactlyOnce;
import io.alignstream.deploy.guarantee.Keytool;
import io.alignstream.deploy.guarantee.TestInstallation;
import io.alignstream.deploy.guarantee.TestModels;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.deploy.kafka.SecureListener;
import io.alignstream.deploy.topics.Brokers;
import io.alignstream.ingest.kafka.EventLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that wants TLS and a password: both are passed through {@code alignstream.kafka}. */
class SecureKafkaIT {
  private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

  @TempDir private Path root;
  private Path keys;

  @BeforeEach
  void makeKeys() throws IOException, InterruptedException {
    keys = root.resolve("keys.p12");
    Keytool.run(
        "-genkeypair -alias broker -keyalg EC -dname CN=broker -ext san=ip:127.0.0.1"
            + " -storetype PKCS12 -storepass secret -keystore "
            + keys);
  }

  @Test
  void theWholeLineRunsOverTlsWithAPassword() throws InterruptedException {
    int port = TestNodes.freePort();
    try (var kafka = start(port)) {
      var installation = installation(port, "opensesame");
      var node = Node.start(installation.config(), TestModels::withoutPhrases);
      try (var sender = installation.sender()) {
        sender.good(0, 50);
        sender.broken(50, Breakage.NOT_AVRO, root);
        ExactlyOnce.assertHolds(sender.ledger(), installation.outputs());
      } finally {
        node.stop().toCompletableFuture().join();
      }
    }
  }

  @Test
  void aWrongPasswordIsOneClearLine() {
    int port = TestNodes.freePort();
    try (var kafka = start(port)) {
      assertThatThrownBy(() -> installation(port, "open barley"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the brokers at 127.0.0.1:" + port + " refuse")
          .hasMessageContaining("Authentication failed: Invalid username or password");
    }
  }

  private EmbeddedKafka start(int port) {
    var properties = new HashMap<String, String>(store("ssl.keystore"));
    properties.put("ssl.key.password", "secret");
    properties.put("sasl.enabled.mechanisms", "PLAIN");
    properties.put("plain.sasl.jaas.config", LOGIN + " required user_alignstream=\"opensesame\";");
    return EmbeddedKafka.inTemporaryDirectory(
        new EventLimits(Breakage.MAX_EVENT_BYTES),
        new SecureListener("SASL_SSL", port, properties));
  }

  private TestInstallation installation(int port, String password) throws InterruptedException {
    var settings = new StringBuilder();
    store("ssl.truststore")
        .forEach(
            (key, value) ->
                settings.append("alignstream.kafka.%s = \"%s\"\n".formatted(key, value)));
    settings.append(
        """
        alignstream.kafka {
          security.protocol = SASL_SSL
          sasl.mechanism = PLAIN
          sasl.jaas.config = "%s required username=alignstream password='%s';"
        }
        """
            .formatted(LOGIN, password));
    var servers = "127.0.0.1:" + port;
    var kafka = TestInstallation.unmade(servers, "", root, settings.toString()).kafka();
    Brokers.requireAnswer(kafka, Duration.ofSeconds(60));
    return TestInstallation.create(servers, "", root, settings.toString());
  }

  private Map<String, String> store(String prefix) {
    return Map.of(
        prefix + ".type", "PKCS12",
        prefix + ".location", keys.toString(),
        prefix + ".password", "secret");
  }
}
