package io.alignstream.deploy.kafka;

import io.alignstream.ingest.kafka.EventLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * One Kafka node in KRaft mode, broker and controller in one, on free ports of the loopback
 * address. {@link #stop} and {@link #start} are an outage: data and address stay.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final BrokerProperties properties;
  private final boolean temporary;
  private KafkaRaftServer server;
  private boolean closed;

  private EmbeddedKafka(BrokerProperties properties, boolean temporary, KafkaRaftServer server) {
    this.properties = properties;
    this.temporary = temporary;
    this.server = server;
  }

  /** Starts one whose data are deleted when it is closed. */
  public static EmbeddedKafka inTemporaryDirectory(EventLimits limits) {
    return inTemporaryDirectory(limits, Optional.empty());
  }

  /**
   * Starts one like that, with a listener more.
   *
   * @param secure where clients can reach it over TLS or with a password; the plain one stays
   */
  public static EmbeddedKafka inTemporaryDirectory(EventLimits limits, SecureListener secure) {
    return inTemporaryDirectory(limits, Optional.of(secure));
  }

  private static EmbeddedKafka inTemporaryDirectory(
      EventLimits limits, Optional<SecureListener> secure) {
    try {
      return start(Files.createTempDirectory("alignstream-kafka-"), limits, secure, true);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the broker's data", e);
    }
  }

  /** Starts one whose data are kept, or found, in a directory. */
  public static EmbeddedKafka in(Path directory, EventLimits limits) {
    return start(directory, limits, Optional.empty(), false);
  }

  private static EmbeddedKafka start(
      Path directory, EventLimits limits, Optional<SecureListener> secure, boolean temporary) {
    for (int attempt = 1; ; attempt++) {
      var properties = BrokerProperties.onFreePorts(directory, limits, secure);
      try {
        StorageFormat.format(properties);
        return new EmbeddedKafka(properties, temporary, started(properties));
      } catch (RuntimeException e) {
        // Somebody else may have taken a port since it was found free.
        if (attempt == ATTEMPTS) {
          throw new IllegalStateException("the embedded broker does not start: " + e, e);
        }
      }
    }
  }

  private static KafkaRaftServer started(BrokerProperties properties) {
    var server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties.toProperties(), false), Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
  }

  /** Where clients find it. */
  public String bootstrapServers() {
    return "127.0.0.1:" + properties.brokerPort();
  }

  /** Where its data lie. */
  public Path directory() {
    return properties.directory();
  }

  /** Goes away; clients see a broker that does not answer. */
  public void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Comes back after {@link #stop}, at the same address and with its data. */
  public void start() {
    server = started(properties);
  }

  /** Stops for good; a second call waits for the first one and does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stop();
    if (temporary) {
      delete(properties.directory());
    }
  }

  private static void delete(Path directory) {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the broker's data cannot be deleted", e);
    }
  }
}
