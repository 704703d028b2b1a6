package io.alignstream.deploy.training;

import com.typesafe.config.ConfigException;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.wire.AvroWire;
import io.alignstream.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Captions of the events in a range of a topic. As in the stream, the last event of an image id
 * counts, and a deletion takes it away; what is no event is passed over and counted.
 *
 * @param range where they come from
 * @param images in the order of their image ids' first events, partition by partition
 * @param unreadable records that were no event
 */
public record TopicEvents(TopicRange range, List<Image> images, long unreadable) {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * An image with its captions.
   *
   * @param key of its features: {@code features_key}, else the image id
   */
  public record Image(String key, List<Text> texts) {
    /** Copies the list. */
    public Image {
      texts = List.copyOf(texts);
    }
  }

  /** A caption, and the phrases that the event brings along. */
  public record Text(String text, List<Phrase> phrases) {
    /** Copies the list. */
    public Text {
      phrases = List.copyOf(phrases);
    }
  }

  /** Copies the list. */
  public TopicEvents {
    images = List.copyOf(images);
  }

  /**
   * Reads a range.
   *
   * @throws ConfigException if there is no such topic or range; names the offsets that there are
   */
  public static TopicEvents read(KafkaSettings kafka, AvroWire wire, TopicRange range) {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings(kafka))) {
      var ends = ends(consumer, range);
      consumer.assign(ends.keySet());
      var reading = new Reading(wire.deserializer(ImageCaptionEvent.class));
      for (var end :
          ends.entrySet()) { // one after another, so that the order is the same each time
        consumer.pause(consumer.assignment());
        consumer.resume(List.of(end.getKey()));
        consumer.seek(end.getKey(), end.getValue().from());
        while (consumer.position(end.getKey()) < end.getValue().to()) {
          for (var event : consumer.poll(POLL).records(end.getKey())) {
            if (event.offset() < end.getValue().to()) {
              reading.add(event);
            }
          }
        }
      }
      return new TopicEvents(range, List.copyOf(reading.images.values()), reading.unreadable);
    }
  }

  private record Ends(long from, long to) {}

  /** The range's ends by partition, all of which the topic holds. */
  private static Map<TopicPartition, Ends> ends(
      KafkaConsumer<byte[], byte[]> consumer, TopicRange range) {
    var partitions =
        Optional.ofNullable(consumer.listTopics().get(range.topic())).orElseGet(List::of).stream()
            .map(info -> new TopicPartition(range.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new ConfigException.Generic("there is no topic '%s'".formatted(range.topic()));
    }
    var begins = new TreeMap<Integer, Long>();
    var ends = new TreeMap<Integer, Long>();
    consumer.beginningOffsets(partitions).forEach((p, offset) -> begins.put(p.partition(), offset));
    consumer.endOffsets(partitions).forEach((p, offset) -> ends.put(p.partition(), offset));
    var there = "it holds from=%s&to=%s".formatted(TopicRange.told(begins), TopicRange.told(ends));
    if (range.to().isEmpty()) {
      throw new ConfigException.Generic(
          "topic %s: to=… is missing, without which a training cannot be repeated; %s"
              .formatted(range.topic(), there));
    }
    var chosen = new LinkedHashMap<TopicPartition, Ends>();
    range
        .to()
        .forEach(
            (partition, to) -> {
              long begin = begins.getOrDefault(partition, Long.MAX_VALUE);
              long from = range.from().getOrDefault(partition, begin);
              if (from < begin || to > ends.getOrDefault(partition, -1L) || from > to) {
                throw new ConfigException.Generic(
                    "topic %s: no offsets %d to %d in partition %d; %s"
                        .formatted(range.topic(), from, to, partition, there));
              }
              chosen.put(new TopicPartition(range.topic(), partition), new Ends(from, to));
            });
    return chosen;
  }

  private static final class Reading {
    private final Deserializer<ImageCaptionEvent> events;
    private final Map<String, Image> images = new LinkedHashMap<>();
    private long unreadable;

    Reading(Deserializer<ImageCaptionEvent> events) {
      this.events = events;
    }

    void add(ConsumerRecord<byte[], byte[]> event) {
      try {
        if (event.value() == null) {
          images.remove(new String(event.key(), StandardCharsets.UTF_8));
          return;
        }
        var read = events.deserialize(event.topic(), event.value());
        var key = Optional.ofNullable(read.getFeaturesKey()).orElse(read.getImageId());
        images.put(
            read.getImageId(),
            new Image(key, read.getCaptions().stream().map(Reading::text).toList()));
      } catch (WireException e) {
        unreadable++;
      }
    }

    private static Text text(Caption caption) {
      var phrases = Optional.ofNullable(caption.getPhrases()).orElseGet(List::of);
      return new Text(caption.getText(), phrases.stream().map(Phrase::new).toList());
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
