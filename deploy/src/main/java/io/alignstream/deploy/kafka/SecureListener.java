package io.alignstream.deploy.kafka;

import java.util.Map;
import java.util.Properties;

/**
 * A second door to the broker, for clients that bring a password or speak TLS.
 *
 * @param protocol Kafka's name: {@code SSL}, {@code SASL_PLAINTEXT} or {@code SASL_SSL}
 * @param port of the loopback address
 * @param properties Kafka's broker properties for this listener, such as {@code
 *     ssl.keystore.location}, without its prefix
 */
public record SecureListener(String protocol, int port, Map<String, String> properties) {
  private static final String NAME = "SECURE";

  /** Copies the properties. */
  public SecureListener {
    properties = Map.copyOf(properties);
  }

  void addTo(Properties broker) {
    append(broker, "listeners", "%s://127.0.0.1:%d".formatted(NAME, port));
    append(broker, "listener.security.protocol.map", NAME + ":" + protocol);
    properties.forEach((key, value) -> broker.put("listener.name.secure." + key, value));
  }

  private static void append(Properties broker, String key, String more) {
    broker.put(key, broker.get(key) + "," + more);
  }
}
