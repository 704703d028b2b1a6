package io.alignstream.ingest.fetch;

import static io.alignstream.ingest.fetch.TestServer.IMAGE;
import static io.alignstream.ingest.fetch.TestServer.LONG;
import static io.alignstream.ingest.fetch.TestServer.allowing;
import static io.alignstream.ingest.fetch.TestServer.code;
import static io.alignstream.ingest.fetch.TestServer.fetcher;
import static io.alignstream.ingest.fetch.TestServer.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts are asked and which addresses are dialled, at every redirect again. */
class HttpRulesTest {
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://other.test/image",
        "http://images.test.evil.test/image",
        "http://user@images.test/image",
        "http://images.test@other.test/image",
        "http://2130706433/image",
        "http://[::1]/image",
        "http:///image",
        "http:image",
        "ftp://images.test/image"
      })
  void asksNoOtherHost(String uri) {
    assertForbidden(allowing("images.test"), uri);
  }

  @Test
  void starMeansEveryHostBelow() {
    var hosts = new HostRules(List.of("*.example.org", "example.net:8080"));

    assertThat(hosts.allow(URI.create("https://IMAGES.Example.ORG./x"))).isTrue();
    assertThat(hosts.allow(URI.create("https://a.b.example.org/x"))).isTrue();
    assertThat(hosts.allow(URI.create("https://example.org/x"))).isFalse();
    assertThat(hosts.allow(URI.create("https://badexample.org/x"))).isFalse();
    assertThat(hosts.allow(URI.create("http://example.net:8080/x"))).isTrue();
    assertThat(hosts.allow(URI.create("http://example.net/x"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://inside.test/",
        "http://metadata.test/latest/meta-data",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[fd00:ec2::254]/",
        "http://127.1/",
        "http://0.0.0.0/"
      })
  void dialsNoPrivateAddressEvenOfAnAllowedHost(String uri) {
    assertForbidden(
        allowing(
            "inside.test",
            "metadata.test",
            "10.0.0.1",
            "169.254.169.254",
            "[fd00:ec2::254]",
            "0.0.0.0"),
        uri);
  }

  @Test
  void dialsThisMachineOnlyIfAllowed() {
    var settings = new HttpSettings(true, List.of("images.test", "localhost"), false, LONG, 3);
    assertForbidden(settings, server.uri("images.test", "/image").toString());
    assertForbidden(settings, "http://localhost:" + server.port() + "/image");
  }

  @Test
  void nameThatChangesItsAddressGainsNothing() {
    var lookups = new AtomicInteger();
    HostLookup rebinding =
        host ->
            List.of(
                InetAddress.getByName(
                    lookups.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254"));
    server.on("/first", exchange -> redirect(exchange, 302, "http://images.test/image"));

    try (var http = new HttpFetcher(allowing("images.test"), rebinding)) {
      assertThat(code(http.fetch(server.uri("images.test", "/first"), 100)))
          .isEqualTo(Code.FORBIDDEN_URI.name());
    }
    assertThat(lookups).hasValue(2);
  }

  @Test
  void onePrivateAddressAmongPublicOnesIsEnough() {
    HostLookup both =
        host -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("10.0.0.1"));
    try (var http = new HttpFetcher(allowing("images.test"), both)) {
      assertThat(code(http.fetch(server.uri("images.test", "/image"), 100)))
          .isEqualTo(Code.FORBIDDEN_URI.name());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsRedirects(int status) {
    server.on("/old", exchange -> redirect(exchange, status, "/image"));
    assertThat(fetch("/old")).isEqualTo(Outcome.accepted(Bytes.copyOf(IMAGE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://inside.test/",
        "http://evil.test/",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "gopher://images.test/"
      })
  void checksRedirectsLikeTheFirst(String target) {
    server.on("/old", exchange -> redirect(exchange, 302, target));
    assertForbidden(
        allowing("images.test", "inside.test"), server.uri("images.test", "/old").toString());
  }

  @Test
  void followsOnlySoManyRedirects() {
    server.on("/loop", exchange -> redirect(exchange, 302, "/loop"));
    server.on("/3", exchange -> redirect(exchange, 302, "/2"));
    server.on("/2", exchange -> redirect(exchange, 302, "/1"));
    server.on("/1", exchange -> redirect(exchange, 302, "/image"));

    assertThat(code(fetch("/loop"))).isEqualTo(Code.FETCH_FAILED.name());
    assertThat(code(fetch("/3"))).isEqualTo("accepted");
  }

  @Test
  void httpIsOffUnlessSwitchedOn() {
    try (var uris = new UriFetcher(FetchSettings.inlineOnly())) {
      assertThat(code(uris.fetch("http://images.test/image", 100)))
          .isEqualTo(Code.FORBIDDEN_URI.name());
      assertThat(code(uris.fetch("data:image/png;base64,AAAA", 100)))
          .isEqualTo(Code.FORBIDDEN_URI.name());
      assertThat(code(uris.fetch("no uri at all", 100))).isEqualTo(Code.FORBIDDEN_URI.name());
      assertThat(code(uris.fetch("cat.png", 100))).isEqualTo(Code.FORBIDDEN_URI.name());
    }
  }

  private Outcome<Bytes> fetch(String path) {
    try (var http = fetcher(allowing("images.test"))) {
      return http.fetch(server.uri("images.test", path), 1000);
    }
  }

  private static void assertForbidden(HttpSettings settings, String uri) {
    try (var http = fetcher(settings)) {
      assertThat(code(http.fetch(URI.create(uri), 1000))).isEqualTo(Code.FORBIDDEN_URI.name());
    }
  }
}
