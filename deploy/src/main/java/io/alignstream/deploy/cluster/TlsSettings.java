package io.alignstream.deploy.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * TLS between nodes, both sides with a certificate.
 *
 * @param keyStore this node's key and certificate, PKCS 12 or JKS
 * @param keyStorePassword opens the key store
 * @param keyPassword opens the key
 * @param trustStore certificates of those who may join
 * @param trustStorePassword opens the trust store
 * @param verifyHostname whether a certificate must name the host that is dialled
 */
public record TlsSettings(
    Path keyStore,
    String keyStorePassword,
    String keyPassword,
    Path trustStore,
    String trustStorePassword,
    boolean verifyHostname) {
  private static final String SECTION = "alignstream.cluster.tls";

  /** Reads {@code alignstream.cluster.tls}; the files must be there. */
  static TlsSettings from(Config section) {
    return new TlsSettings(
        file(section, "key-store"),
        section.getString("key-store-password"),
        section.getString("key-password"),
        file(section, "trust-store"),
        section.getString("trust-store-password"),
        section.getBoolean("verify-hostname"));
  }

  private static Path file(Config section, String key) {
    var file = Path.of(section.getString(key));
    if (!Files.isReadable(file)) {
      throw new ConfigException.BadValue(
          section.origin(), SECTION + "." + key, "'" + file + "' is no readable file");
    }
    return file;
  }

  @Override
  public String toString() {
    return "TlsSettings[" + keyStore + ", " + trustStore + "]";
  }
}
