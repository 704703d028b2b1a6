/**
 * Avro records to Kafka bytes and back.
 *
 * <p>A value is either Avro's single-object encoding ({@code C3 01}, the writer schema's 64-bit
 * Rabin fingerprint, little-endian, the body) or the Confluent wire format ({@code 00}, the
 * schema's registry id, four bytes, big-endian, the body). {@link
 * io.alignstream.schemas.wire.AvroWire} writes the first without a registry and the second with
 * one, and reads both. Schemas written by older or newer versions are resolved to this version's.
 */
@NullMarked
package io.alignstream.schemas.wire;

import org.jspecify.annotations.NullMarked;
