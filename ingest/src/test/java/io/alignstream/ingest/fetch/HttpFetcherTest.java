package io.alignstream.ingest.fetch;

import static io.alignstream.ingest.fetch.TestServer.IMAGE;
import static io.alignstream.ingest.fetch.TestServer.allowing;
import static io.alignstream.ingest.fetch.TestServer.answer;
import static io.alignstream.ingest.fetch.TestServer.code;
import static io.alignstream.ingest.fetch.TestServer.fetcher;
import static io.alignstream.ingest.fetch.TestServer.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason.Code;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a server's answers. */
class HttpFetcherTest {
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetchesFromAnAllowedHost() {
    assertThat(fetch("/image?size=large")).isEqualTo(Outcome.accepted(Bytes.copyOf(IMAGE)));
  }

  @Test
  void connectionsAreUsedAgain() {
    var clients = ConcurrentHashMap.<InetSocketAddress>newKeySet();
    server.on(
        "/counted",
        exchange -> {
          clients.add(exchange.getRemoteAddress());
          answer(exchange, 200, IMAGE);
        });
    try (var http = fetcher(allowing("images.test"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(http.fetch(server.uri("images.test", "/counted"), 100).toOptional()).isPresent();
      }
    }
    assertThat(clients).hasSize(1);
  }

  @Test
  void keepsNoCookies() {
    var cookies = new AtomicInteger();
    server.on(
        "/cookie",
        exchange -> {
          exchange.getResponseHeaders().add("Set-Cookie", "a=b; Path=/");
          redirect(exchange, 302, "/checked");
        });
    server.on(
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
    server.on(
        "/large",
        exchange -> {
          exchange.sendResponseHeaders(200, 1L << 40);
          server.awaitEnd();
        });
    assertThat(code(fetch("/large"))).isEqualTo(Code.TOO_LARGE.name());
  }

  @Test
  void countsBytesThatNoHeaderAnnounces() {
    server.on(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (server.isOpen()) {
            exchange.getResponseBody().write(new byte[1 << 16]); // until the client hangs up
          }
        });
    assertThat(code(fetch("/endless"))).isEqualTo(Code.TOO_LARGE.name());
  }

  @Test
  void takesExactlyWhatThereIsRoomFor() {
    try (var http = fetcher(allowing("images.test"))) {
      assertThat(code(http.fetch(server.uri("images.test", "/image"), IMAGE.length)))
          .isEqualTo("accepted");
      assertThat(code(http.fetch(server.uri("images.test", "/image"), IMAGE.length - 1)))
          .isEqualTo(Code.TOO_LARGE.name());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneDeadlineHoldsForAllOfIt(boolean begins) {
    server.on(
        "/slow",
        exchange -> {
          if (begins) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
          }
          server.awaitEnd();
        });
    var hasty = new HttpSettings(true, List.of("images.test"), true, Duration.ofMillis(300), 3);
    try (var http = fetcher(hasty)) {
      assertThat(code(http.fetch(server.uri("images.test", "/slow"), 100)))
          .isEqualTo(Code.FETCH_FAILED.name());
    }
  }

  @Test
  void answerThatEndsEarlyIsAFailure() {
    server.on(
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
    server.on("/moved", exchange -> answer(exchange, 302, new byte[0]));
    server.on("/nowhere", exchange -> redirect(exchange, 302, "http://a b/"));
    server.on(
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
    server.close();
    assertThat(code(fetch("/image"))).isEqualTo(Code.FETCH_FAILED.name());
    try (var http = fetcher(allowing("unknown.test"))) {
      assertThat(code(http.fetch(URI.create("http://unknown.test/"), 100)))
          .isEqualTo(Code.FETCH_FAILED.name());
    }
  }

  private Outcome<Bytes> fetch(String path) {
    try (var http = fetcher(allowing("images.test"))) {
      return http.fetch(server.uri("images.test", path), 1000);
    }
  }
}
