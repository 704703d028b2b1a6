package io.alignstream.detect.tsv;

import io.alignstream.schemas.line.FloatMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** float32, little-endian, row-major, as base64. */
final class Floats {
  private Floats() {}

  static String encode(FloatMatrix values) {
    var bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.rows() * values.columns(), Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values.buffer());
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  static String encodeRow(FloatMatrix values, int row) {
    return encode(FloatMatrix.wrap(1, values.columns(), values.copyRow(row)));
  }

  /**
   * The values of {@code rows} rows of equal length.
   *
   * @throws IllegalArgumentException if it is no base64 or does not divide
   */
  static FloatMatrix decode(String base64, int rows) {
    var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
    var values = new float[bytes.remaining() / Float.BYTES];
    if (bytes.remaining() % Float.BYTES != 0
        || (rows == 0 ? values.length != 0 : values.length % rows != 0)) {
      throw new IllegalArgumentException(
          "%d bytes are not %d rows of float32".formatted(bytes.remaining(), rows));
    }
    bytes.asFloatBuffer().get(values);
    return FloatMatrix.wrap(rows, rows == 0 ? 0 : values.length / rows, values);
  }
}
