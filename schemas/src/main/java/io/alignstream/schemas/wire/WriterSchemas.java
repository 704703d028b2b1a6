package io.alignstream.schemas.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Finds the schema that a value was written with.
 *
 * @param registry who knows the numbers of the Confluent wire format, if anybody does
 */
record WriterSchemas(Optional<SchemaRegistry> registry) {
  /**
   * The schema that the value's header names; leaves the buffer at the body.
   *
   * @throws WireException if there is no header, or nobody knows its schema
   */
  Schema of(ByteBuffer value) {
    return WireHeader.read(value, this::ofFingerprint, this::ofRegistryId);
  }

  private Schema ofFingerprint(long fingerprint) {
    return SchemaHistory.ofJar()
        .byFingerprint(fingerprint)
        .orElseThrow(
            () ->
                WireException.wrongSchema(
                    "No schema in the jar has the fingerprint %016x.".formatted(fingerprint)));
  }

  private Schema ofRegistryId(int id) {
    return registry
        .orElseThrow(
            () ->
                WireException.wrongSchema(
                    "The value names registry schema %d, but no registry is configured."
                        .formatted(id)))
        .byId(id)
        .orElseThrow(
            () -> WireException.wrongSchema("The registry knows no schema %d.".formatted(id)));
  }
}
