package io.alignstream.deploy.watch;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a node answers HTTP.
 *
 * @param host address to bind to
 * @param port port to bind to; 0 takes a free one
 * @param tls certificate; empty for plain HTTP
 */
public record HttpSettings(String host, int port, Optional<TlsKeys> tls) {
  /** Reads {@code alignstream.http}. */
  public static HttpSettings from(Config section) {
    int port = section.getInt("port");
    if (port < 0 || port > 65535) {
      throw new ConfigException.BadValue(
          section.getValue("port").origin(),
          "alignstream.http.port",
          "must be from 0 to 65535, not " + port);
    }
    var store = section.getString("tls.keystore");
    return new HttpSettings(
        section.getString("host"),
        port,
        store.isEmpty()
            ? Optional.empty()
            : Optional.of(new TlsKeys(Path.of(store), section.getString("tls.password"))));
  }
}
