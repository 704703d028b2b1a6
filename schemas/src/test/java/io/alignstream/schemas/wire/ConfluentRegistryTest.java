package io.alignstream.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a small server that speaks the registry's REST interface. */
class ConfluentRegistryTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> schemas = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/schemas/ids/", this::byId);
    server.createContext("/subjects/", this::register);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void valuesGoThroughARegistryAndBack() {
    var event = TestEvents.full();
    var written =
        AvroWire.from(settings(Optional.empty()))
            .serializer(ImageCaptionEvent.class)
            .serialize("my events", event);
    var reader = AvroWire.from(settings(Optional.empty())).deserializer(ImageCaptionEvent.class);

    assertThat(written).startsWith(0, 0, 0, 0, 1);
    assertThat(reader.deserialize("my events", written)).isEqualTo(event);
    assertThat(reader.deserialize("my events", written)).isEqualTo(event);
    assertThat(requests)
        .containsExactly("POST /subjects/my+events-value/versions", "GET /schemas/ids/1");
  }

  @Test
  void registersSchemasThatOtherLanguagesRead() {
    new ConfluentRegistry(settings(Optional.empty()))
        .register("events-value", ImageCaptionEvent.getClassSchema());

    assertThat(schemas).singleElement().asString().doesNotContain("avro.java.string");
    assertThat(new Schema.Parser().parse(schemas.get(0)).getFullName())
        .isEqualTo("io.alignstream.schemas.avro.ImageCaptionEvent");
  }

  @Test
  void asksOnce() {
    var registry = new ConfluentRegistry(settings(Optional.empty()));
    for (int i = 0; i < 3; i++) {
      assertThat(registry.register("a-value", ImageCaptionEvent.getClassSchema())).isEqualTo(1);
      assertThat(registry.byId(1)).isPresent();
    }
    assertThat(requests).hasSize(2);
  }

  @Test
  void unknownIdIsNoFailure() {
    assertThat(new ConfluentRegistry(settings(Optional.empty())).byId(99)).isEmpty();
  }

  @Test
  void failuresOfTheRegistryAreItsOwn() {
    var registry = new ConfluentRegistry(settings(Optional.empty()));
    assertThatThrownBy(() -> registry.byId(500))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("status 500");
    assertThatThrownBy(() -> registry.byId(501))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("not Avro");
    server.stop(0);
    assertThatThrownBy(() -> registry.byId(1))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("did not answer");
  }

  @Test
  void sendsNameAndPassword() {
    new ConfluentRegistry(settings(Optional.of("me"))).byId(99);
    assertThat(requests).containsExactly("GET /schemas/ids/99 Basic bWU6c2VjcmV0");
    assertThat(settings(Optional.of("me")).toString()).doesNotContain("secret");
  }

  private RegistrySettings settings(Optional<String> user) {
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new RegistrySettings(Optional.of(url), user, "secret", Duration.ofMinutes(1));
  }

  private void byId(HttpExchange exchange) throws IOException {
    note(exchange);
    int id = Integer.parseInt(exchange.getRequestURI().getPath().replaceAll(".*/", ""));
    if (id == 500) {
      answer(exchange, 500, "{}");
    } else if (id == 501) {
      answer(exchange, 200, "{\"schema\": \"{}\"}");
    } else if (id > schemas.size()) {
      answer(exchange, 404, "{\"error_code\": 40403}");
    } else {
      answer(exchange, 200, JSON.createObjectNode().put("schema", schemas.get(id - 1)).toString());
    }
  }

  private void register(HttpExchange exchange) throws IOException {
    note(exchange);
    schemas.add(JSON.readTree(exchange.getRequestBody()).get("schema").asText());
    answer(exchange, 200, "{\"id\": %d}".formatted(schemas.size()));
  }

  private void note(HttpExchange exchange) {
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + (authorization == null ? "" : " " + authorization));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
