package io.alignstream.ingest.kafka;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What every Kafka client of this installation is given.
 *
 * @param properties Kafka's own property names, {@code bootstrap.servers}, SASL and TLS among them
 * @param limits byte limits
 */
public record KafkaSettings(Map<String, String> properties, EventLimits limits) {
  /** Copies the properties; there must be {@code bootstrap.servers}. */
  public KafkaSettings {
    properties = Map.copyOf(properties);
    if (properties.getOrDefault("bootstrap.servers", "").isBlank()) {
      throw new IllegalArgumentException("bootstrap.servers is missing");
    }
  }

  /**
   * Reads {@code kafka} (any client property) and {@code max-event-bytes} of {@code alignstream}.
   */
  public static KafkaSettings from(Config alignstream) {
    var properties = new HashMap<String, String>();
    for (var entry : alignstream.getConfig("kafka").entrySet()) {
      properties.put(
          String.join(".", ConfigUtil.splitPath(entry.getKey())),
          String.valueOf(entry.getValue().unwrapped()));
    }
    if (properties.getOrDefault("bootstrap.servers", "").isBlank()) {
      throw new ConfigException.BadValue(
          alignstream.origin(), "alignstream.kafka.bootstrap.servers", "must name a broker");
    }
    return new KafkaSettings(properties, EventLimits.from(alignstream));
  }

  /** The same settings with other brokers. */
  public KafkaSettings withBootstrapServers(String servers) {
    var changed = new HashMap<>(properties);
    changed.put("bootstrap.servers", servers);
    return new KafkaSettings(changed, limits);
  }

  /** For admin clients. */
  public Map<String, Object> admin() {
    return new HashMap<>(properties);
  }

  /** For consumers, which read what is committed from the beginning on and commit by hand. */
  public Map<String, Object> consumer(String group) {
    var all = new HashMap<String, Object>();
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, limits.partitionFetchBytes());
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, limits.fetchBytes());
    all.putAll(properties);
    all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return all;
  }

  /** For producers, idempotent and waiting for all replicas. */
  public Map<String, Object> producer() {
    var all = new HashMap<String, Object>();
    all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10); // the line sends in groups
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, limits.requestBytes());
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, limits.bufferBytes());
    all.putAll(properties);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return all;
  }

  @Override
  public String toString() {
    return "KafkaSettings[" + properties.get("bootstrap.servers") + ", " + limits + "]";
  }
}
