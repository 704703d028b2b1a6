package io.alignstream.deploy.bench;

import io.alignstream.ingest.kafka.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Consume, transform, produce: a thread, a consumer and a transactional producer a partition, one
 * transaction a poll.
 *
 * @param groupEvents most records a poll, as many as the line has in a transaction
 * @param transform what a record leaves behind
 */
record PlainLoop(
    String name,
    BenchTopic topic,
    int groupEvents,
    Function<ConsumerRecord<byte[], byte[]>, Publication> transform)
    implements Contender {

  @Override
  public Duration run(String group) throws InterruptedException {
    var threads = Executors.newFixedThreadPool(topic.partitions());
    long start = System.nanoTime();
    try {
      var loops = new ArrayList<Future<?>>();
      for (var partition : topic.all()) {
        loops.add(threads.submit(() -> loop(group, partition)));
      }
      for (var loop : loops) {
        loop.get();
      }
      return Duration.ofNanos(System.nanoTime() - start);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void loop(String group, TopicPartition partition) {
    var reading = topic.kafka().consumer(group);
    reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, groupEvents);
    var writing = topic.kafka().producer();
    writing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group + "-" + partition);
    try (var producer =
            new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        var consumer =
            new KafkaConsumer<>(
                reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      producer.initTransactions();
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long done = 0;
      while (done < topic.perPartition()) {
        var polled = consumer.poll(Duration.ofMillis(100));
        if (polled.isEmpty()) {
          continue;
        }
        producer.beginTransaction();
        for (var event : polled) {
          for (var output : transform.apply(event).records()) {
            var unused = producer.send(output); // commitTransaction tells of failures
          }
        }
        done += polled.count();
        producer.sendOffsetsToTransaction(
            Map.of(partition, new OffsetAndMetadata(consumer.position(partition))),
            consumer.groupMetadata());
        producer.commitTransaction();
      }
    }
  }
}
