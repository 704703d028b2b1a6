package io.alignstream.schemas.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A client of the Confluent Schema Registry's REST interface, which Karapace, Redpanda and Apicurio
 * ({@code ccompat}) speak too: {@code GET /schemas/ids/{id}} and {@code POST
 * /subjects/{subject}/versions}. What it learnt once it never asks again, since ids do not change.
 */
public final class ConfluentRegistry implements SchemaRegistry {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  private final RegistrySettings settings;
  private final URI root;
  private final HttpClient client;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<Registered, Integer> ids = new ConcurrentHashMap<>();

  private record Registered(String subject, Schema schema) {}

  /**
   * Connects at the first question.
   *
   * @throws IllegalArgumentException if the settings name no URL
   */
  public ConfluentRegistry(RegistrySettings settings) {
    this.settings = settings;
    this.root =
        settings.url().orElseThrow(() -> new IllegalArgumentException("no registry URL is set"));
    this.client = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
  }

  @Override
  public Optional<Schema> byId(int id) {
    var known = schemas.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    var response = send(request("/schemas/ids/" + id).GET());
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    var answer = json(response);
    if (!answer.path("schemaType").asText("AVRO").equals("AVRO")) {
      return Optional.empty(); // a protobuf or JSON schema cannot be the writer of an Avro body
    }
    var schema = parse(id, answer.path("schema").asText());
    schemas.put(id, schema);
    return Optional.of(schema);
  }

  @Override
  public int register(String subject, Schema schema) {
    return ids.computeIfAbsent(new Registered(subject, schema), this::post);
  }

  private int post(Registered wanted) {
    var body = JSON.createObjectNode().put("schema", PlainSchemas.json(wanted.schema())).toString();
    var path =
        "/subjects/%s/versions"
            .formatted(URLEncoder.encode(wanted.subject(), StandardCharsets.UTF_8));
    var id = json(send(request(path).POST(BodyPublishers.ofString(body)))).path("id");
    if (!id.isInt()) {
      throw new RegistryException("%s%s answered without an id".formatted(root, path));
    }
    return id.intValue();
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(settings.timeout())
            .header("Accept", CONTENT_TYPE)
            .header("Content-Type", CONTENT_TYPE);
    settings.user().ifPresent(user -> request.header("Authorization", basic(user)));
    return request;
  }

  private String basic(String user) {
    var credentials = (user + ":" + settings.password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  private HttpResponse<String> send(HttpRequest.Builder builder) {
    var request = builder.build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new RegistryException(
          "The schema registry did not answer %s: %s".formatted(request.uri(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException("Interrupted while asking " + request.uri(), e);
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new RegistryException(
          "The schema registry answered %s with status %d: %s"
              .formatted(response.uri(), response.statusCode(), response.body()));
    }
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new RegistryException(response.uri() + " did not answer JSON", e);
    }
  }

  private static Schema parse(int id, String schema) {
    try {
      return new Schema.Parser().parse(schema);
    } catch (AvroRuntimeException e) {
      throw new RegistryException("Schema %d of the registry is not Avro".formatted(id), e);
    }
  }
}
