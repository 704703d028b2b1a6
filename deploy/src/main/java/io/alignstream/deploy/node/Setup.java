package io.alignstream.deploy.node;

import com.typesafe.config.Config;
import io.alignstream.deploy.cluster.ClusterSettings;
import io.alignstream.deploy.line.LineSettings;
import io.alignstream.deploy.watch.HttpSettings;
import io.alignstream.ingest.IngestSettings;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.wire.RegistrySettings;

/** Every section of the settings that a node reads, read before it does anything. */
public record Setup(
    NodeSettings node,
    IngestSettings ingest,
    LineSettings line,
    KafkaSettings kafka,
    HttpSettings http,
    Topics topics,
    RegistrySettings registry,
    ClusterSettings cluster) {
  /**
   * Reads the section {@code alignstream}.
   *
   * @throws com.typesafe.config.ConfigException if a setting is wrong, naming its key
   */
  public static Setup from(Config alignstream) {
    return new Setup(
        NodeSettings.from(alignstream.getConfig("node")),
        IngestSettings.from(alignstream.getConfig("ingest")),
        LineSettings.from(alignstream),
        KafkaSettings.from(alignstream),
        HttpSettings.from(alignstream.getConfig("http")),
        Topics.from(alignstream.getConfig("schemas.topics")),
        RegistrySettings.from(alignstream.getConfig("schemas.registry")),
        ClusterSettings.from(alignstream));
  }
}
