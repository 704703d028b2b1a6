package io.alignstream.schemas.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads any record as it was written, for tools that only show it. */
final class AnyAvroDeserializer implements Deserializer<GenericRecord> {
  private final WriterSchemas writers;

  AnyAvroDeserializer(WriterSchemas writers) {
    this.writers = writers;
  }

  @Override
  public @Nullable GenericRecord deserialize(String topic, byte @Nullable [] value) {
    if (value == null) {
      return null; // Kafka's deletion
    }
    var buffer = ByteBuffer.wrap(value);
    var writer = writers.of(buffer);
    try {
      var body = new BoundedDecoder(buffer);
      var decoded = new GenericDatumReader<GenericRecord>(writer).read(null, body);
      body.requireEnd();
      return decoded;
    } catch (WireException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw WireException.notAvro(
          "The body is not a %s: %s".formatted(writer.getFullName(), e.getMessage()), e);
    }
  }
}
