package io.alignstream.deploy.node;

import io.alignstream.ingest.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The partitions of the event topic, asked for at the start: where a wrong address shows. */
public final class EventTopic {
  private EventTopic() {}

  /**
   * All its partitions.
   *
   * @param topics topics that must be there; the first one is the event topic
   * @throws IllegalStateException if the brokers do not answer in time or a topic is missing; its
   *     message says what to do
   */
  public static List<TopicPartition> partitions(
      KafkaSettings kafka, List<String> topics, Duration timeout) throws InterruptedException {
    var settings = kafka.admin();
    var servers = String.valueOf(settings.get("bootstrap.servers"));
    settings.put("default.api.timeout.ms", Math.toIntExact(timeout.toMillis()));
    settings.put("request.timeout.ms", Math.toIntExact(timeout.toMillis()));
    try (var admin = Admin.create(settings)) {
      var found =
          admin
              .describeTopics(topics)
              .allTopicNames()
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      var events = topics.get(0);
      return found.values().stream()
          .filter(topic -> topic.name().equals(events))
          .flatMap(topic -> topic.partitions().stream())
          .map(partition -> new TopicPartition(events, partition.partition()))
          .toList();
    } catch (TimeoutException e) {
      throw unreachable(servers, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalStateException(
            "one of the topics %s is missing; `alignstream topics create` makes them"
                .formatted(String.join(", ", topics)),
            e);
      }
      throw e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
          ? unreachable(servers, e)
          : new IllegalStateException(
              "the brokers at %s refuse: %s".formatted(servers, e.getCause()), e);
    }
  }

  private static IllegalStateException unreachable(String servers, Exception e) {
    return new IllegalStateException(
        "no Kafka broker answers at %s (alignstream.kafka.bootstrap.servers)".formatted(servers),
        e);
  }
}
