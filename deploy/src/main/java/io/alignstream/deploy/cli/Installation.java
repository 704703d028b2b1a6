package io.alignstream.deploy.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.alignstream.deploy.topics.Brokers;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.wire.AvroWire;
import io.alignstream.schemas.wire.RegistrySettings;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command finds its installation: settings, brokers, topics. */
final class Installation {
  @Mixin private Settings settings = new Settings();

  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOST:PORT",
      description = "Kafka brokers; short for -D kafka.bootstrap.servers=…")
  private Optional<String> brokers = Optional.empty();

  /** All settings, resolved: options over the environment over the file over the defaults. */
  Config config() {
    return settings.config(
        brokers
            .map(
                servers ->
                    ConfigFactory.empty()
                        .withValue(
                            "alignstream.kafka.bootstrap.servers",
                            ConfigValueFactory.fromAnyRef(servers, "--bootstrap-servers")))
            .orElseGet(ConfigFactory::empty));
  }

  /** The section {@code alignstream}. */
  Config alignstream() {
    return config().getConfig("alignstream");
  }

  /**
   * How to reach Kafka, which has just answered.
   *
   * @throws IllegalStateException if it does not within {@code node.start-timeout}
   */
  KafkaSettings kafka() throws InterruptedException {
    var alignstream = alignstream();
    var kafka = KafkaSettings.from(alignstream);
    Brokers.requireAnswer(kafka, alignstream.getDuration("node.start-timeout"));
    return kafka;
  }

  /** The topics' names. */
  Topics topics() {
    return Topics.from(alignstream().getConfig("schemas.topics"));
  }

  /** How records are written and read. */
  AvroWire wire() {
    return AvroWire.from(RegistrySettings.from(alignstream().getConfig("schemas.registry")));
  }
}
