package io.alignstream.schemas.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.apache.avro.Schema;

/**
 * The bytes in front of an Avro body.
 *
 * <p>Single-object encoding (Avro specification 1.12): {@code C3 01}, then the little-endian 64-bit
 * Rabin fingerprint. Confluent wire format: {@code 00}, then the big-endian 32-bit schema id.
 */
final class WireHeader {
  static final int SINGLE_OBJECT_BYTES = 10;
  static final int CONFLUENT_BYTES = 5;

  private WireHeader() {}

  static byte[] singleObject(Schema schema) {
    return ByteBuffer.allocate(SINGLE_OBJECT_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 0x01)
        .putLong(SchemaHistory.fingerprint(schema))
        .array();
  }

  static byte[] confluent(int id) {
    return ByteBuffer.allocate(CONFLUENT_BYTES).put((byte) 0).putInt(id).array();
  }

  /**
   * Takes the header off and leaves the buffer at the body.
   *
   * @throws WireException if there is no header
   */
  static <R> R read(ByteBuffer value, LongFunction<R> fingerprint, IntFunction<R> registryId) {
    if (value.remaining() >= SINGLE_OBJECT_BYTES
        && value.get(0) == (byte) 0xC3
        && value.get(1) == (byte) 0x01) {
      value.position(2);
      return fingerprint.apply(Long.reverseBytes(value.getLong()));
    }
    if (value.remaining() >= CONFLUENT_BYTES && value.get(0) == 0) {
      value.position(1);
      return registryId.apply(value.getInt());
    }
    throw WireException.notAvro(
        "The value of %d bytes begins neither with C3 01 (single-object encoding) nor with 00 (Confluent wire format)."
            .formatted(value.remaining()));
  }
}
