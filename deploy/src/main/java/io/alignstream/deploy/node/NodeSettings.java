package io.alignstream.deploy.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * How a node runs its streams.
 *
 * @param group Kafka consumer group; part of each {@code transactional.id}
 * @param delivery what a reader can rely on
 * @param transactionTimeout after this the brokers end what a dead node left open
 * @param backoff waits between a stream and the next
 * @param maxAttempts streams that may die at an event before it becomes a dead letter
 * @param carefulEvents events worked on one by one after a stream died
 * @param startTimeout longest wait for the brokers at the start
 * @param drainTimeout longest wait for what is in flight at the end
 * @param lagInterval how often the consumer lag is asked for
 */
public record NodeSettings(
    String group,
    Delivery delivery,
    Duration transactionTimeout,
    Backoff backoff,
    int maxAttempts,
    int carefulEvents,
    Duration startTimeout,
    Duration drainTimeout,
    Duration lagInterval) {
  /** Refuses what cannot run. */
  public NodeSettings {
    if (group.isBlank() || maxAttempts < 1 || carefulEvents < 1) {
      throw new IllegalArgumentException(
          "group must not be blank, poison.max-attempts and poison.careful-events at least 1");
    }
  }

  /** Reads {@code alignstream.node}. */
  public static NodeSettings from(Config section) {
    try {
      var restart = section.getConfig("restart");
      return new NodeSettings(
          section.getString("group"),
          Delivery.from(section),
          section.getDuration("transaction-timeout"),
          new Backoff(
              restart.getDuration("min-backoff"),
              restart.getDuration("max-backoff"),
              restart.getDuration("fenced-backoff")),
          section.getInt("poison.max-attempts"),
          section.getInt("poison.careful-events"),
          section.getDuration("start-timeout"),
          section.getDuration("drain-timeout"),
          section.getDuration("lag-interval"));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          section.origin(), "alignstream.node", String.valueOf(e.getMessage()), e);
    }
  }
}
