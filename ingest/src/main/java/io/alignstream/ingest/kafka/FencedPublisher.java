package io.alignstream.ingest.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Exactly once: outputs, dead letters and the offset are one transaction.
 *
 * <p>The producer's {@code transactional.id} is group-topic-partition. Its {@code
 * initTransactions()} ends the open transaction of whoever held the partition and fences it for
 * good; only then is the committed offset read. The producer that fenced is the producer that
 * publishes, so a paused holder that wakes up can never publish from an offset it read earlier.
 */
public final class FencedPublisher implements Publisher {
  private final TopicPartition partition;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ConsumerGroupMetadata group;
  private final Progress start;

  private FencedPublisher(
      TopicPartition partition,
      KafkaProducer<byte[], byte[]> producer,
      ConsumerGroupMetadata group,
      Progress start) {
    this.partition = partition;
    this.producer = producer;
    this.group = group;
    this.start = start;
  }

  /**
   * Opens publishers of a consumer group.
   *
   * @param transactionTimeout after this the broker ends a transaction that its producer left open
   */
  public static Opener opener(KafkaSettings kafka, String group, Duration transactionTimeout) {
    return partition -> open(kafka, group, transactionTimeout, partition);
  }

  private static Publisher open(
      KafkaSettings kafka, String group, Duration transactionTimeout, TopicPartition partition) {
    var properties = kafka.producer();
    properties.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        "%s-%s-%d".formatted(group, partition.topic(), partition.partition()));
    properties.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(transactionTimeout.toMillis()));
    var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      return new FencedPublisher(
          partition, producer, new ConsumerGroupMetadata(group), start(kafka, group, partition));
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private static Progress start(KafkaSettings kafka, String group, TopicPartition partition) {
    try (var consumer = CommittedOffset.consumer(kafka.consumer(group))) {
      return CommittedOffset.read(consumer, partition);
    }
  }

  @Override
  public Progress start() {
    return start;
  }

  @Override
  public void publish(List<Publication> publications, Progress progress) {
    try {
      producer.beginTransaction();
      for (var publication : publications) {
        for (var output : publication.records()) {
          var unused = producer.send(output); // commitTransaction tells of failures
        }
      }
      producer.sendOffsetsToTransaction(Map.of(partition, progress.committed()), group);
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw FencedException.causes(e)
          ? new FencedException(partition + " is held by another stream", e)
          : e;
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  @Override
  public void abandon() {
    producer.close(Duration.ZERO);
  }
}
