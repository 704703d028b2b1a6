package io.alignstream.deploy.node;

import io.alignstream.deploy.topics.Brokers;
import io.alignstream.ingest.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
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
    try {
      var found =
          Brokers.ask(kafka, timeout, admin -> admin.describeTopics(topics).allTopicNames());
      var events = topics.get(0);
      return found.values().stream()
          .filter(topic -> topic.name().equals(events))
          .flatMap(topic -> topic.partitions().stream())
          .map(partition -> new TopicPartition(events, partition.partition()))
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalStateException(
            "one of the topics %s is missing; `alignstream topics create` makes them"
                .formatted(String.join(", ", topics)),
            e);
      }
      throw Brokers.refusal(kafka, e);
    }
  }
}
