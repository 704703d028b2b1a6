package io.alignstream.deploy.bench;

import io.alignstream.deploy.topics.TopicSetup;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.wire.AvroWire;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The events that all contenders get through.
 *
 * @param topics their topics; the events' one is full
 * @param partitions how many the event topic has
 * @param perPartition events in each of them
 */
record BenchTopic(KafkaSettings kafka, Topics topics, int partitions, int perPartition) {

  /** Makes the topics and fills the events' one. */
  static BenchTopic fill(KafkaSettings kafka, LineRace race) throws InterruptedException {
    int partitions = race.partitions();
    int perPartition = race.perPartition();
    var topics = Topics.defaults();
    TopicSetup.create(
        kafka, TopicSetup.plan(topics, kafka.limits(), partitions, Optional.of((short) 1)));
    var serializer = AvroWire.withoutRegistry().serializer(ImageCaptionEvent.class);
    try (var producer =
        new KafkaProducer<>(
            kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int number = 0; number < perPartition; number++) {
        for (int partition = 0; partition < partitions; partition++) {
          var event = event(number * partitions + partition, race.eventBytes());
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      topics.events(),
                      partition,
                      Keys.ofImage(event.getImageId()),
                      serializer.serialize(topics.events(), event)));
        }
      }
    }
    return new BenchTopic(kafka, topics, partitions, perPartition);
  }

  List<TopicPartition> all() {
    return IntStream.range(0, partitions)
        .mapToObj(partition -> new TopicPartition(topics.events(), partition))
        .toList();
  }

  long events() {
    return (long) partitions * perPartition;
  }

  /** About so many bytes with everything around the image. */
  private static ImageCaptionEvent event(int number, int bytes) {
    return ImageCaptionEvent.newBuilder()
        .setEventId("event-" + number)
        .setImageId("image-" + number)
        .setImageBytes(ByteBuffer.wrap(new byte[Math.max(1, bytes - 60)]))
        .setCaptions(List.of(new Caption("a cat", null)))
        .build();
  }
}
