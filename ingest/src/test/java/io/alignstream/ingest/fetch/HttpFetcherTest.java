package io.alignstream.ingest.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server on this machine, under names that a table resolves. */
class HttpFetcherTest {
  private static final byte[] IMAGE = "an image".getBytes(StandardCharsets.UTF_8);
  private static final Duration LONG = Duration.ofMinutes(5);

  private static final Map<String, String> NAMES =
      Map.of(
          "images.test", "127.0.0.1",
          "other.test", "127.0.0.1",
          "inside.test", "10.0.0.1",
          "metadata.test", "169.254.169.254");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch ended = new CountDownLatch(1);
  private HttpServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, 404, new byte[0]));
    server.createContext("/image", exchange -> answer(exchange, 200, IMAGE));
    server.start();
    port = server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    ended.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void fetchesFromAnAllowedHost() {
    assertThat(fetch("/image?size=large")).isEqualTo(Outcome.accepted(Bytes.copyOf(IMAGE)));
  }

  @Test
  void connectionsAreUsedAgain() {
    var clients = ConcurrentHashMap.<InetSocketAddress>newKeySet();
    server.createContext(
        "/counted",
        exchange -> {
          clients.add(exchange.getRemoteAddress());
          answer(exchange, 200, IMAGE);
        });
    try (var http = fetcher(loopback("images.test"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(http.fetch(uri("images.test", "/counted"), 100).toOptional()).isPresent();
      }
    }
    assertThat(clients).hasSize(1);
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
    assertForbidden(loopback("images.test"), uri);
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
        loopback(
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
    assertForbidden(settings, uri("images.test", "/image").toString());
    assertForbidden(settings, "http://localhost:" + port + "/image");
  }

  @Test
  void nameThatChangesItsAddressGainsNothing() {
    var lookups = new AtomicInteger();
    HostLookup rebinding =
        host ->
            List.of(
                InetAddress.getByName(
                    lookups.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254"));
    server.createContext("/first", exchange -> redirect(exchange, 302, "http://images.test/image"));

    try (var http = new HttpFetcher(loopback("images.test"), rebinding)) {
      assertThat(code(http.fetch(uri("images.test", "/first"), 100)))
          .isEqualTo(Code.FORBIDDEN_URI.name());
    }
    assertThat(lookups).hasValue(2);
  }

  @Test
  void onePrivateAddressAmongPublicOnesIsEnough() {
    HostLookup both =
        host -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("10.0.0.1"));
    try (var http = new HttpFetcher(loopback("images.test"), both)) {
      assertThat(code(http.fetch(uri("images.test", "/image"), 100)))
          .isEqualTo(Code.FORBIDDEN_URI.name());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsRedirects(int status) {
    server.createContext("/old", exchange -> redirect(exchange, status, "/image"));
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
    server.createContext("/old", exchange -> redirect(exchange, 302, target));
    assertForbidden(loopback("images.test", "inside.test"), uri("images.test", "/old").toString());
  }

  @Test
  void followsOnlySoManyRedirects() {
    server.createContext("/loop", exchange -> redirect(exchange, 302, "/loop"));
    server.createContext("/3", exchange -> redirect(exchange, 302, "/2"));
    server.createContext("/2", exchange -> redirect(exchange, 302, "/1"));
    server.createContext("/1", exchange -> redirect(exchange, 302, "/image"));

    assertThat(code(fetch("/loop"))).isEqualTo(Code.FETCH_FAILED.name());
    assertThat(code(fetch("/3"))).isEqualTo("accepted");
  }

  @Test
  void keepsNoCookies() {
    var cookies = new AtomicInteger();
    server.createContext(
        "/cookie",
        exchange -> {
          exchange.getResponseHeaders().add("Set-Cookie", "a=b; Path=/");
          redirect(exchange, 302, "/checked");
        });
    server.createContext(
        "/checked",
        exchange -> {
          cookies.addAndGet(exchange.getRequestHeaders().containsKey("Cookie") ? 1 : 0);
          answer(exchange, 200, IMAGE);
        });

    assertThat(code(fetch("/cookie"))).isEqualTo("accepted");
    assertThat(cookies).hasValue(0);
  }

  @Test
  void refusesByContentLengthBeforeReading() {
    server.createContext(
        "/large",
        exchange -> {
          exchange.sendResponseHeaders(200, 1L << 40);
          awaitEnd();
        });
    assertThat(code(fetch("/large"))).isEqualTo(Code.TOO_LARGE.name());
  }

  @Test
  void countsBytesThatNoHeaderAnnounces() {
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (ended.getCount() > 0) {
            exchange.getResponseBody().write(new byte[1 << 16]); // until the client hangs up
          }
        });
    assertThat(code(fetch("/endless"))).isEqualTo(Code.TOO_LARGE.name());
  }

  @Test
  void takesExactlyWhatThereIsRoomFor() {
    try (var http = fetcher(loopback("images.test"))) {
      assertThat(code(http.fetch(uri("images.test", "/image"), IMAGE.length)))
          .isEqualTo("accepted");
      assertThat(code(http.fetch(uri("images.test", "/image"), IMAGE.length - 1)))
          .isEqualTo(Code.TOO_LARGE.name());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneDeadlineHoldsForAllOfIt(boolean begins) {
    server.createContext(
        "/slow",
        exchange -> {
          if (begins) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
          }
          awaitEnd();
        });
    var hasty = new HttpSettings(true, List.of("images.test"), true, Duration.ofMillis(300), 3);
    try (var http = fetcher(hasty)) {
      assertThat(code(http.fetch(uri("images.test", "/slow"), 100)))
          .isEqualTo(Code.FETCH_FAILED.name());
    }
  }

  @Test
  void answerThatEndsEarlyIsAFailure() {
    server.createContext(
        "/broken",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(IMAGE);
          exchange.getResponseBody().flush();
          throw new IOException("the server breaks off");
        });
    assertThat(code(fetch("/broken"))).isEqualTo(Code.FETCH_FAILED.name());
  }

  @Test
  void otherAnswersAreFailures() {
    server.createContext("/moved", exchange -> answer(exchange, 302, new byte[0]));
    server.createContext("/nowhere", exchange -> redirect(exchange, 302, "http://a b/"));
    server.createContext(
        "/packed",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          answer(exchange, 200, IMAGE);
        });

    assertThat(code(fetch("/missing"))).isEqualTo(Code.FETCH_FAILED.name());
    assertThat(code(fetch("/moved"))).isEqualTo(Code.FETCH_FAILED.name());
    assertThat(code(fetch("/nowhere"))).isEqualTo(Code.FETCH_FAILED.name());
    assertThat(code(fetch("/packed"))).isEqualTo(Code.FETCH_FAILED.name());
  }

  @Test
  void unknownHostAndClosedPortAreFailures() {
    server.stop(0);
    assertThat(code(fetch("/image"))).isEqualTo(Code.FETCH_FAILED.name());
    try (var http = fetcher(loopback("unknown.test"))) {
      assertThat(code(http.fetch(URI.create("http://unknown.test/"), 100)))
          .isEqualTo(Code.FETCH_FAILED.name());
    }
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
    try (var http = fetcher(loopback("images.test"))) {
      return http.fetch(uri("images.test", path), 1000);
    }
  }

  private static void assertForbidden(HttpSettings settings, String uri) {
    try (var http = fetcher(settings)) {
      assertThat(code(http.fetch(URI.create(uri), 1000))).isEqualTo(Code.FORBIDDEN_URI.name());
    }
  }

  private static HttpSettings loopback(String... hosts) {
    return new HttpSettings(true, List.of(hosts), true, LONG, 3);
  }

  private static HttpFetcher fetcher(HttpSettings settings) {
    return new HttpFetcher(settings, HttpFetcherTest::resolve);
  }

  private static List<InetAddress> resolve(String host) throws UnknownHostException {
    if (host.endsWith(".test") && !NAMES.containsKey(host)) {
      throw new UnknownHostException(host);
    }
    return List.of(InetAddress.getAllByName(NAMES.getOrDefault(host, host)));
  }

  private URI uri(String host, String path) {
    return URI.create("http://" + host + ":" + port + path);
  }

  private static String code(Outcome<Bytes> outcome) {
    return outcome.fold(bytes -> "accepted", reason -> reason.code().name(), id -> "deleted");
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void redirect(HttpExchange exchange, int status, String location)
      throws IOException {
    exchange.getResponseHeaders().add("Location", location);
    answer(exchange, status, new byte[0]);
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
