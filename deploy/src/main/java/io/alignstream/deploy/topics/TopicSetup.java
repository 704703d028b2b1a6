package io.alignstream.deploy.topics;

import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes an installation's topics with what each needs: partitions, compaction, sizes. */
public final class TopicSetup {
  /**
   * Of each partition. Dead letters keep their event's timestamp, by which Kafka counts age: kept
   * by time, the letter of an old event would be deleted as soon as it is written.
   */
  private static final long DEAD_LETTER_BYTES = 4L << 30;

  private static final Duration LEADERS_WITHIN = Duration.ofMinutes(1);
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private TopicSetup() {}

  /** What happened to a topic. */
  public enum Made {
    /** It is new. */
    CREATED,
    /** It was there and is left as it is. */
    EXISTS
  }

  /**
   * The topics as they should be.
   *
   * @param partitions of the events and of what is made of them: how many nodes can share the work
   * @param replication copies of each; empty takes the brokers' default
   */
  public static List<NewTopic> plan(
      Topics topics, EventLimits limits, int partitions, Optional<Short> replication) {
    var many = Optional.of(partitions);
    var one = Optional.of(1); // few records, whose order over all keys matters
    var event = Map.of("max.message.bytes", String.valueOf(limits.eventTopicBytes()));
    var output = Map.of("max.message.bytes", String.valueOf(limits.outputTopicBytes()));
    var compacted = Map.of("cleanup.policy", "compact");
    var kept = Map.of("retention.ms", "-1", "retention.bytes", String.valueOf(DEAD_LETTER_BYTES));
    return List.of(
        new NewTopic(topics.events(), many, replication).configs(event),
        new NewTopic(topics.index(), many, replication).configs(both(output, compacted)),
        new NewTopic(topics.answers(), many, replication).configs(output),
        new NewTopic(topics.deadLetters(), many, replication).configs(both(output, kept)),
        new NewTopic(topics.fineTuningCommands(), one, replication),
        new NewTopic(topics.fineTuningProgress(), one, replication),
        new NewTopic(topics.modelReleases(), one, replication).configs(compacted));
  }

  /**
   * Makes those that are missing, and returns when records can be written to them; tells what it
   * did, by name.
   *
   * @throws IllegalStateException if the brokers refuse one
   */
  public static Map<String, Made> create(KafkaSettings kafka, List<NewTopic> plan)
      throws InterruptedException {
    var done = new TreeMap<String, Made>();
    try (var admin = Admin.create(kafka.admin())) {
      for (var made : admin.createTopics(plan).values().entrySet()) {
        try {
          made.getValue().get();
          done.put(made.getKey(), Made.CREATED);
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw new IllegalStateException(
                "topic %s could not be made: %s".formatted(made.getKey(), e.getCause()), e);
          }
          done.put(made.getKey(), Made.EXISTS);
        }
      }
      awaitLeaders(
          admin, plan.stream().filter(topic -> done.get(topic.name()) == Made.CREATED).toList());
    }
    return done;
  }

  /**
   * The broker answers before each partition has its leader. A producer whose first batch is
   * refused meanwhile, while its second one is taken, never gets its first one through (seen with
   * 4.1.1: OUT_OF_ORDER_SEQUENCE_NUMBER until the delivery timeout). A busy broker even says for a
   * while that it does not know the topics that it has just made.
   */
  private static void awaitLeaders(Admin admin, List<NewTopic> made) throws InterruptedException {
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    for (var topic : made) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    long deadline = System.nanoTime() + LEADERS_WITHIN.toNanos();
    while (true) {
      try {
        admin.listOffsets(ends).all().get(); // only a leader answers that; the client asks again
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > deadline) {
          throw new IllegalStateException("the new topics have no leaders: " + e.getCause(), e);
        }
        Thread.sleep(ASK_AGAIN.toMillis());
      }
    }
  }

  private static Map<String, String> both(Map<String, String> some, Map<String, String> others) {
    var all = new TreeMap<>(some);
    all.putAll(others);
    return all;
  }
}
