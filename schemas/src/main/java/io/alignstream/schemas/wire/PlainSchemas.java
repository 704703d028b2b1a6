package io.alignstream.schemas.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/** Schemas as other languages want them, without {@code avro.java.string}. */
public final class PlainSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlainSchemas() {}

  /** Compact JSON of a schema, self-contained. */
  public static String json(Schema schema) {
    return tree(schema).toString();
  }

  /** Indented JSON of a schema, as {@code avro/<Record>/<version>.avsc} holds it. */
  public static String indented(Schema schema) {
    return tree(schema).toPrettyString() + "\n";
  }

  private static JsonNode tree(Schema schema) {
    try {
      return plain(JSON.readTree(schema.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro prints schemas as JSON", e);
    }
  }

  private static JsonNode plain(JsonNode node) {
    if (node.isArray()) {
      var array = JSON.createArrayNode();
      node.forEach(item -> array.add(plain(item)));
      return array;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    if (object.has("avro.java.string") && object.size() == 2) {
      return object.get("type"); // {"type": "string", "avro.java.string": "String"}
    }
    var result = JSON.createObjectNode();
    object
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("avro.java.string")) {
                result.set(field.getKey(), plain(field.getValue()));
              }
            });
    return result;
  }
}
