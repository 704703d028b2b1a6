package io.alignstream.deploy.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.wire.AvroWire;
import io.alignstream.schemas.wire.RegistrySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which every command finds its installation: settings, brokers, topics. */
final class Installation {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "HOCON settings that replace the defaults of reference.conf.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = {
        "One setting, under 'alignstream.' unless it has a full name:",
        "-D kafka.bootstrap.servers=broker:9092"
      })
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOST:PORT",
      description = "Kafka brokers; short for -D kafka.bootstrap.servers=…")
  private Optional<String> brokers = Optional.empty();

  /** All settings, resolved: options over the environment over the file over the defaults. */
  Config config() {
    var options = ConfigFactory.empty();
    for (var setting : settings.entrySet()) {
      options =
          options.withValue(
              full(setting.getKey()), ConfigValueFactory.fromAnyRef(setting.getValue(), "-D"));
    }
    if (brokers.isPresent()) {
      options =
          options.withValue(
              "alignstream.kafka.bootstrap.servers",
              ConfigValueFactory.fromAnyRef(brokers.get(), "--bootstrap-servers"));
    }
    ConfigFactory.invalidateCaches();
    return options
        .withFallback(ConfigFactory.systemEnvironmentOverrides())
        .withFallback(fromFile())
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /** The section {@code alignstream}. */
  Config alignstream() {
    return config().getConfig("alignstream");
  }

  /** How to reach Kafka. */
  KafkaSettings kafka() {
    return KafkaSettings.from(alignstream());
  }

  /** The topics' names. */
  Topics topics() {
    return Topics.from(alignstream().getConfig("schemas.topics"));
  }

  /** How records are written and read. */
  AvroWire wire() {
    return AvroWire.from(RegistrySettings.from(alignstream().getConfig("schemas.registry")));
  }

  private Config fromFile() {
    if (file.isEmpty()) {
      return ConfigFactory.empty();
    }
    if (!Files.isReadable(file.get())) {
      throw new ConfigException.Generic("--config " + file.get() + ": no such readable file");
    }
    return ConfigFactory.parseFile(file.get().toFile());
  }

  private static String full(String key) {
    return key.startsWith("alignstream.") || key.startsWith("akka.") ? key : "alignstream." + key;
  }
}
