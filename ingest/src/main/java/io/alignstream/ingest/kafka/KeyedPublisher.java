package io.alignstream.ingest.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * At least once: the offset is committed after all outputs were acknowledged. After a failure some
 * are written again, with the same keys and contents, so a reader that keeps the newest a key sees
 * each once.
 */
public final class KeyedPublisher implements Publisher {
  private final TopicPartition partition;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> offsets;
  private final Progress start;

  private KeyedPublisher(
      TopicPartition partition,
      KafkaProducer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> offsets) {
    this.partition = partition;
    this.producer = producer;
    this.offsets = offsets;
    this.start = CommittedOffset.read(offsets, partition);
  }

  /** Opens publishers of a consumer group. */
  public static Opener opener(KafkaSettings kafka, String group) {
    return partition -> {
      var producer =
          new KafkaProducer<>(
              kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
      var offsets = CommittedOffset.consumer(kafka.consumer(group));
      try {
        return new KeyedPublisher(partition, producer, offsets);
      } catch (RuntimeException e) {
        producer.close(Duration.ZERO);
        offsets.close();
        throw e;
      }
    };
  }

  @Override
  public Progress start() {
    return start;
  }

  @Override
  public void publish(List<Publication> publications, Progress progress) {
    var sent = new ArrayList<Future<RecordMetadata>>();
    for (var publication : publications) {
      publication.records().forEach(output -> sent.add(producer.send(output)));
    }
    producer.flush();
    sent.forEach(KeyedPublisher::requireAcknowledged);
    commit(progress);
  }

  @Override
  public void close() {
    producer.close();
    closeOffsets();
  }

  @Override
  public void abandon() {
    producer.close(Duration.ZERO);
    closeOffsets();
  }

  // A consumer refuses a second thread while one is inside; abandon() may come while one commits.
  private synchronized void commit(Progress progress) {
    offsets.commitSync(Map.of(partition, progress.committed()));
  }

  private synchronized void closeOffsets() {
    offsets.close();
  }

  private static void requireAcknowledged(Future<RecordMetadata> sent) {
    try {
      sent.get();
    } catch (ExecutionException e) {
      throw new KafkaException("An output was not acknowledged", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
