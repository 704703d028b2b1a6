package io.alignstream.deploy.guarantee;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.topics.TopicSetup;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Topics, group and settings of one test, on a broker that several tests share.
 *
 * @param config all settings, resolved
 */
public record TestInstallation(Config config) {
  private static final int PARTITIONS = 4;

  /**
   * Makes the topics.
   *
   * @param name prefix of all names
   * @param fileRoot directory under which files are allowed
   * @param settings more settings, HOCON
   */
  public static TestInstallation create(
      String bootstrapServers, String name, Path fileRoot, String settings)
      throws InterruptedException {
    var installation = unmade(bootstrapServers, name, fileRoot, settings);
    TopicSetup.create(
        installation.kafka(),
        TopicSetup.plan(
            installation.topics(),
            installation.kafka().limits(),
            PARTITIONS,
            Optional.of((short) 1)));
    return installation;
  }

  /** As {@link #create}, but without its topics. */
  public static TestInstallation unmade(
      String bootstrapServers, String name, Path fileRoot, String settings) {
    var topics = Topics.defaults();
    var own =
        ConfigFactory.parseMap(
            Map.of(
                "alignstream.schemas.topics.events", name + topics.events(),
                "alignstream.schemas.topics.index", name + topics.index(),
                "alignstream.schemas.topics.answers", name + topics.answers(),
                "alignstream.schemas.topics.dead-letters", name + topics.deadLetters(),
                "alignstream.node.group", name + "group",
                "alignstream.kafka.bootstrap.servers", bootstrapServers,
                "alignstream.ingest.fetch.file-roots", List.of(fileRoot.toString()),
                "alignstream.max-event-bytes", Breakage.MAX_EVENT_BYTES,
                "alignstream.http.port", 0));
    var config =
        ConfigFactory.parseString(settings)
            .withFallback(own)
            .withFallback(
                ConfigFactory.parseString(
                    """
                    alignstream.ingest.fetch.http {
                      enabled = true
                      allowed-hosts = ["images.example.org"]
                    }
                    """))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    return new TestInstallation(config);
  }

  /** How to reach the broker. */
  public KafkaSettings kafka() {
    return KafkaSettings.from(config.getConfig("alignstream"));
  }

  /** The topics' names. */
  public Topics topics() {
    return Topics.from(config.getConfig("alignstream.schemas.topics"));
  }

  /** What a reader sees. */
  public OutputTopics outputs() {
    return new OutputTopics(kafka(), topics(), config.getString("alignstream.node.group"));
  }

  /** A sender of events. */
  public EventSender sender() {
    return new EventSender(kafka(), topics().events());
  }
}
