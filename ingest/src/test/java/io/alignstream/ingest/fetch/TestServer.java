package io.alignstream.ingest.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A real server on this machine, under names that a table resolves. */
final class TestServer implements AutoCloseable {
  static final byte[] IMAGE = "an image".getBytes(StandardCharsets.UTF_8);
  static final Duration LONG = Duration.ofMinutes(5);

  private static final Map<String, String> NAMES =
      Map.of(
          "images.test", "127.0.0.1",
          "other.test", "127.0.0.1",
          "inside.test", "10.0.0.1",
          "metadata.test", "169.254.169.254");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final HttpServer server;

  private TestServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    on("/", exchange -> answer(exchange, 404, new byte[0]));
    on("/image", exchange -> answer(exchange, 200, IMAGE));
    server.start();
  }

  static TestServer start() throws IOException {
    return new TestServer(HttpServer.create(loopback(), 0));
  }

  /** One that speaks TLS. */
  static TestServer start(SSLContext tls) throws IOException {
    var server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new TestServer(server);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  void on(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI uri(String host, String path) {
    var scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://" + host + ":" + port() + path);
  }

  boolean isOpen() {
    return ended.getCount() > 0;
  }

  void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static HttpSettings allowing(String... hosts) {
    return new HttpSettings(true, List.of(hosts), true, LONG, 3);
  }

  static HttpFetcher fetcher(HttpSettings settings) {
    return new HttpFetcher(settings, TestServer::resolve);
  }

  static List<InetAddress> resolve(String host) throws UnknownHostException {
    if (host.endsWith(".test") && !NAMES.containsKey(host)) {
      throw new UnknownHostException(host);
    }
    return List.of(InetAddress.getAllByName(NAMES.getOrDefault(host, host)));
  }

  /** What became of it: the name of the reason's code, or {@code accepted}. */
  static String code(Outcome<Bytes> outcome) {
    return outcome.fold(bytes -> "accepted", reason -> reason.code().name(), id -> "deleted");
  }

  static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  static void redirect(HttpExchange exchange, int status, String location) throws IOException {
    exchange.getResponseHeaders().add("Location", location);
    answer(exchange, status, new byte[0]);
  }

  @Override
  public void close() {
    ended.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
