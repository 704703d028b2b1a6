package io.alignstream.deploy.index;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.stream.KillSwitches;
import akka.stream.RestartSettings;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.RestartSource;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.alignstream.heads.index.RetrievalIndex;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.wire.AvroWire;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of the index topic, from the beginning and without a group, into an index,
 * and goes on with what arrives. After a failure it waits, and goes on where it was.
 *
 * <p>It polls by itself, since Alpakka's sources do not tell a consumer's position: of a partition
 * that ends in a transaction's marker nothing else says that it is read to its end.
 */
public final class IndexFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final RestartSettings RESTART =
      RestartSettings.create(Duration.ofMillis(500), Duration.ofSeconds(15), 0.1);

  private final KafkaSettings kafka;
  private final String topic;
  private final IndexChanges changes;
  private final IndexMeters meters;
  private final SharedKillSwitch stop = KillSwitches.shared("index feed");
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private volatile IndexState state = IndexState.unknown();

  /**
   * Not started yet.
   *
   * @param topic the index topic
   */
  public IndexFeed(KafkaSettings kafka, String topic, AvroWire wire, IndexMeters meters) {
    this.kafka = kafka;
    this.topic = topic;
    this.meters = meters;
    this.changes = new IndexChanges(wire, meters);
    meters.show(changes.index());
  }

  /** Begins to read. */
  public void start(ActorSystem<?> system) {
    var unused =
        RestartSource.onFailuresWithBackoff(
                RESTART, () -> Source.unfoldResource(this::open, this::read, KafkaConsumer::close))
            .via(stop.flow())
            .runWith(Sink.ignore(), system);
  }

  /** What the topic says, as far as it is read. */
  public RetrievalIndex index() {
    return changes.index();
  }

  /** What has to be read before the index holds all that was there at the start, a line. */
  public List<String> notReady() {
    return state.missing().map(List::of).orElseGet(List::of);
  }

  private KafkaConsumer<byte[], byte[]> open() {
    var settings = kafka.consumer("none");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      positions.forEach(consumer::seek);
      if (!state.isKnown()) {
        state = IndexState.toRead(consumer.endOffsets(partitions));
      }
      return consumer;
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private Optional<Done> read(KafkaConsumer<byte[], byte[]> consumer) {
    for (var change : consumer.poll(POLL)) {
      changes.apply(change);
      positions.put(new TopicPartition(change.topic(), change.partition()), change.offset() + 1);
    }
    for (var partition : consumer.assignment()) {
      positions.put(partition, consumer.position(partition));
      meters.lag(partition, consumer.currentLag(partition));
    }
    state = state.at(positions);
    return Optional.of(Done.getInstance());
  }

  @Override
  public void close() {
    stop.shutdown();
  }
}
