package io.alignstream.ingest.fetch;

import static io.alignstream.ingest.fetch.TestServer.IMAGE;
import static io.alignstream.ingest.fetch.TestServer.allowing;
import static io.alignstream.ingest.fetch.TestServer.code;
import static io.alignstream.ingest.fetch.TestServer.fetcher;
import static io.alignstream.ingest.fetch.TestServer.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS: the certificate must be trusted and name the host; the rules are those of HTTP. */
class HttpsTest {
  @TempDir private static Path directory;
  private static KeyStore keys;
  private TestServer server;

  @BeforeAll
  static void makeKeys() throws Exception {
    var file = directory.resolve("keys.p12");
    var command =
        "-genkeypair -alias images -keyalg EC -dname CN=images.test -ext san=dns:images.test"
            + " -storetype PKCS12 -storepass secret -keystore "
            + file;
    var arguments = new ArrayList<String>();
    arguments.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    arguments.addAll(List.of(command.split(" ", -1)));
    assertThat(new ProcessBuilder(arguments).inheritIO().start().waitFor()).isZero();
    keys = KeyStore.getInstance(file.toFile(), "secret".toCharArray());
  }

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(tls());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetchesFromAnAllowedHost() throws Exception {
    try (var http = trusting(allowing("images.test"))) {
      assertThat(http.fetch(server.uri("images.test", "/image"), 1000))
          .isEqualTo(Outcome.accepted(Bytes.copyOf(IMAGE)));
    }
  }

  @Test
  void asksNoHostThatIsNotListed() throws Exception {
    try (var http = trusting(allowing("other.test"))) {
      assertThat(code(http.fetch(server.uri("images.test", "/image"), 1000)))
          .isEqualTo(Code.FORBIDDEN_URI.name());
    }
  }

  @Test
  void certificateOfAnotherHostIsAFailure() throws Exception {
    try (var http = trusting(allowing("other.test"))) {
      assertThat(code(http.fetch(server.uri("other.test", "/image"), 1000)))
          .isEqualTo(Code.FETCH_FAILED.name());
    }
  }

  @Test
  void certificateThatNobodyTrustsIsAFailure() {
    try (var http = fetcher(allowing("images.test"))) {
      assertThat(code(http.fetch(server.uri("images.test", "/image"), 1000)))
          .isEqualTo(Code.FETCH_FAILED.name());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://inside.test/", "https://evil.test/", "https://[::ffff:10.0.0.1]/"})
  void redirectsToPrivateAddressesAndOtherHostsAreRefused(String target) throws Exception {
    server.on("/old", exchange -> redirect(exchange, 302, target));
    try (var http = trusting(allowing("images.test", "inside.test", "[::ffff:10.0.0.1]"))) {
      assertThat(code(http.fetch(server.uri("images.test", "/old"), 1000)))
          .isEqualTo(Code.FORBIDDEN_URI.name());
    }
  }

  private static HttpFetcher trusting(HttpSettings settings) throws GeneralSecurityException {
    return new HttpFetcher(settings, TestServer::resolve, tls());
  }

  /** The key, and trust in its certificate: for both ends. */
  private static SSLContext tls() throws GeneralSecurityException {
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, "secret".toCharArray());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted());
    var context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore trusted() throws GeneralSecurityException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("images", keys.getCertificate("images"));
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
