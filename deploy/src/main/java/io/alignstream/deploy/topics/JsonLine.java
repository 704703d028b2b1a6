package io.alignstream.deploy.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.wire.AvroWire;
import io.alignstream.schemas.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as one line of JSON: where it is, its key and headers, and its value as plain
 * objects, without type wrappers around optional fields and without fields that are null.
 */
public final class JsonLine {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Deserializer<GenericRecord> values;
  private final int longest;

  /**
   * Shows values of a wire format.
   *
   * @param longest arrays of numbers and byte strings of more entries are summarised; 0 shows all
   */
  public JsonLine(AvroWire wire, int longest) {
    this.values = wire.anyDeserializer();
    this.longest = longest;
  }

  /** The line, without a line feed. Of a value that cannot be read it says why. */
  public String of(ConsumerRecord<byte[], byte[]> event) {
    var line = NODES.objectNode();
    line.put("topic", event.topic());
    line.put("partition", event.partition());
    line.put("offset", event.offset());
    line.put("timestamp", Instant.ofEpochMilli(event.timestamp()).toString());
    line.put("key", event.key() == null ? null : Keys.text(event.key()));
    if (event.headers().iterator().hasNext()) {
      var headers = line.putObject("headers");
      event.headers().forEach(header -> headers.put(header.key(), text(header.value())));
    }
    setValue(line, event);
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private void setValue(ObjectNode line, ConsumerRecord<byte[], byte[]> event) {
    try {
      line.set("value", node(values.deserialize(event.topic(), event.value())));
    } catch (WireException e) {
      line.put("value_bytes", event.value().length);
      line.put("unreadable", e.getMessage());
    }
  }

  private JsonNode node(@Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof GenericRecord nested) {
      var object = NODES.objectNode();
      for (var field : nested.getSchema().getFields()) {
        var member = nested.get(field.pos());
        if (member != null) {
          object.set(field.name(), node(member));
        }
      }
      return object;
    }
    if (value instanceof Map<?, ?> map) {
      var object = NODES.objectNode();
      map.forEach((key, member) -> object.set(String.valueOf(key), node(member)));
      return object;
    }
    if (value instanceof Collection<?> many) {
      return array(many);
    }
    if (value instanceof ByteBuffer bytes) {
      return bytes(bytes);
    }
    return value instanceof CharSequence || value instanceof GenericEnumSymbol
        ? NODES.textNode(value.toString())
        : JSON.valueToTree(value);
  }

  private JsonNode array(Collection<?> many) {
    if (summarised(many.size()) && many.stream().allMatch(Number.class::isInstance)) {
      return NODES.textNode(many.size() + " numbers");
    }
    var array = NODES.arrayNode(many.size());
    many.forEach(member -> array.add(node(member)));
    return array;
  }

  private JsonNode bytes(ByteBuffer bytes) {
    if (summarised(bytes.remaining())) {
      return NODES.textNode(bytes.remaining() + " bytes");
    }
    var copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return NODES.binaryNode(copy);
  }

  private boolean summarised(int entries) {
    return longest > 0 && entries > longest;
  }

  private static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
