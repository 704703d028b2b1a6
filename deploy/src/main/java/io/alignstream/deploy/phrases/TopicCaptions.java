package io.alignstream.deploy.phrases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.parse.counting.CaptionSource;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.wire.AvroWire;
import io.alignstream.schemas.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The captions of all events of a topic. The position is the next offset of each partition, as JSON
 * ({@code {"0": 17, "1": 4}}); it is kept with the counts and not in a consumer group, so that both
 * move together. Deletions have no caption; what is no event is passed over and counted.
 */
public final class TopicCaptions implements CaptionSource {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration POLL = Duration.ofMillis(200);

  private final String topic;
  private final boolean follow;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deserializer<ImageCaptionEvent> events;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> begins;
  private final Map<TopicPartition, Long> ends;
  private long unreadable;

  private TopicCaptions(
      String topic,
      boolean follow,
      KafkaConsumer<byte[], byte[]> consumer,
      Deserializer<ImageCaptionEvent> events) {
    this.topic = topic;
    this.follow = follow;
    this.consumer = consumer;
    this.events = events;
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no topic '%s'; `alignstream topics create` makes them".formatted(topic));
    }
    consumer.assign(partitions);
    this.begins = consumer.beginningOffsets(partitions);
    this.ends = consumer.endOffsets(partitions);
  }

  /**
   * Opens a topic.
   *
   * @param follow whether to go on with what arrives, instead of ending where the topic ends now
   * @param position where to begin, empty for the beginning
   * @throws IllegalArgumentException if there is no such topic
   */
  public static TopicCaptions open(
      KafkaSettings kafka, AvroWire wire, String topic, boolean follow, String position) {
    var consumer = new KafkaConsumer<byte[], byte[]>(settings(kafka));
    try {
      var captions =
          new TopicCaptions(topic, follow, consumer, wire.deserializer(ImageCaptionEvent.class));
      captions.seek(position);
      return captions;
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name(topic);
  }

  /** The name of a topic as a corpus. */
  public static String name(String topic) {
    return "topic " + topic;
  }

  @Override
  public List<String> next() {
    var captions = new ArrayList<String>();
    for (var event : consumer.poll(POLL)) {
      if (event.value() != null) {
        read(event, captions);
      }
    }
    return captions;
  }

  @Override
  public boolean isAtEnd() {
    return !follow
        && partitions.stream()
            .allMatch(
                partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
  }

  @Override
  public String position() {
    var offsets = new TreeMap<Integer, Long>();
    partitions.forEach(
        partition -> offsets.put(partition.partition(), consumer.position(partition)));
    try {
      return JSON.writeValueAsString(offsets);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("offsets are no JSON: " + offsets, e);
    }
  }

  @Override
  public Progress progress() {
    long done = 0;
    long all = 0;
    for (var partition : partitions) {
      long begin = begins.getOrDefault(partition, 0L);
      long at = consumer.position(partition);
      done += at - begin;
      all += Math.max(at, ends.getOrDefault(partition, 0L)) - begin;
    }
    return new Progress(done, all);
  }

  /** Records that were no event. */
  public long unreadable() {
    return unreadable;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void read(ConsumerRecord<byte[], byte[]> event, List<String> captions) {
    try {
      events
          .deserialize(topic, event.value())
          .getCaptions()
          .forEach(caption -> captions.add(caption.getText()));
    } catch (WireException e) {
      unreadable++;
    }
  }

  private void seek(String position) {
    consumer.seekToBeginning(partitions);
    if (position.isEmpty()) {
      return;
    }
    try {
      JSON.readValue(position, new TypeReference<Map<Integer, Long>>() {})
          .forEach(
              (partition, offset) -> consumer.seek(new TopicPartition(topic, partition), offset));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no offsets: " + position, e);
    }
  }

  private static Map<String, Object> settings(KafkaSettings kafka) {
    var settings = kafka.consumer("none");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }
}
