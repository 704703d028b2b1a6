package io.alignstream.schemas.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Finds the writer's schema by the header and resolves the body to this version's record. */
final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  private final Schema schema;
  private final SpecificData data;
  private final WriterSchemas writers;
  private final Map<Schema, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();

  AvroDeserializer(Class<T> type, WriterSchemas writers) {
    this.data = SpecificData.getForClass(type);
    this.schema = data.getSchema(type);
    this.writers = writers;
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] value) {
    if (value == null) {
      return null; // Kafka's deletion
    }
    var buffer = ByteBuffer.wrap(value);
    var writer = writers.of(buffer);
    // A map keyed by Schema compares whole schemas, whose hash Avro caches.
    var reader = readers.computeIfAbsent(writer, this::reader);
    try {
      var body = new BoundedDecoder(buffer);
      var decoded = reader.read(null, body);
      body.requireEnd();
      return decoded;
    } catch (WireException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw WireException.notAvro(
          "The body is not a %s: %s".formatted(writer.getFullName(), e.getMessage()), e);
    }
  }

  private SpecificDatumReader<T> reader(Schema writer) {
    var compatible = SchemaCompatibility.checkReaderWriterCompatibility(schema, writer);
    if (compatible.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw WireException.wrongSchema(
          "A %s was expected, and %s cannot be read as one."
              .formatted(schema.getFullName(), writer.getFullName()));
    }
    return new SpecificDatumReader<>(writer, schema, data);
  }
}
