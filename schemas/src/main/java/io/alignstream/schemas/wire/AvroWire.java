package io.alignstream.schemas.wire;

import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Alignstream's wire format: what it writes is chosen once, what it reads is told apart by the
 * first bytes.
 *
 * <p>Serializers and deserializers made here are safe for use by several threads.
 */
public final class AvroWire {
  private final Optional<SchemaRegistry> registry;

  private AvroWire(Optional<SchemaRegistry> registry) {
    this.registry = registry;
  }

  /** Writes single-object encoding with the schemas in the jar. */
  public static AvroWire withoutRegistry() {
    return new AvroWire(Optional.empty());
  }

  /** Writes the Confluent wire format; subjects are named {@code <topic>-value}. */
  public static AvroWire withRegistry(SchemaRegistry registry) {
    return new AvroWire(Optional.of(registry));
  }

  /** Uses the registry that the settings name, if they name one. */
  public static AvroWire from(RegistrySettings settings) {
    return settings.url().isPresent()
        ? withRegistry(new ConfluentRegistry(settings))
        : withoutRegistry();
  }

  /** Records to bytes; null stays null, which is Kafka's deletion. */
  public <T extends SpecificRecord> Serializer<T> serializer(Class<T> type) {
    return new AvroSerializer<>(registry);
  }

  /**
   * Bytes to records; null stays null.
   *
   * <p>It throws {@link WireException} for a value that cannot be read and {@link
   * RegistryException} when the registry cannot be asked.
   */
  public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
    return new AvroDeserializer<>(type, new WriterSchemas(registry));
  }

  /** Bytes to whatever record they are, as it was written; null stays null. */
  public Deserializer<GenericRecord> anyDeserializer() {
    return new AnyAvroDeserializer(new WriterSchemas(registry));
  }
}
