package io.alignstream.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Header, then the record's binary body. */
final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
  private final Optional<SchemaRegistry> registry;
  private final Map<Schema, byte[]> singleObjectHeaders = new ConcurrentHashMap<>();

  AvroSerializer(Optional<SchemaRegistry> registry) {
    this.registry = registry;
  }

  @Override
  @SuppressWarnings("ReturnsNullCollection")
  public byte @Nullable [] serialize(String topic, @Nullable T value) {
    if (value == null) {
      return null; // Kafka's deletion
    }
    var out = new ByteArrayOutputStream(512);
    out.writeBytes(header(topic, value.getSchema()));
    try {
      var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new SpecificDatumWriter<T>(value.getSchema(), SpecificData.getForClass(value.getClass()))
          .write(value, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private byte[] header(String topic, Schema schema) {
    return registry
        .map(registered -> WireHeader.confluent(registered.register(topic + "-value", schema)))
        .orElseGet(() -> singleObjectHeaders.computeIfAbsent(schema, WireHeader::singleObject));
  }
}
