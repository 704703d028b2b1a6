package io.alignstream.deploy.watch;

import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate and its key.
 *
 * @param keystore a PKCS#12 file
 * @param password opens it and the key in it
 */
public record TlsKeys(Path keystore, String password) {
  /**
   * What a server presents.
   *
   * @throws ConfigException if the file cannot be opened
   */
  SSLContext context() {
    try (var stream = Files.newInputStream(keystore)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(stream, password.toCharArray());
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException.Generic(
          "alignstream.http.tls.keystore: %s cannot be opened: %s".formatted(keystore, e), e);
    }
  }

  @Override
  public String toString() {
    return "TlsKeys[" + keystore + "]";
  }
}
