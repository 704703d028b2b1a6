package io.alignstream.encode.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Optional;

/** Conversion between element types. */
final class Elements {
  private Elements() {}

  static FloatBuffer floats(ElementType type, ByteBuffer data) {
    if (type == ElementType.F32) {
      return data.asFloatBuffer().asReadOnlyBuffer();
    }
    var values = new float[data.remaining() / type.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case F64 -> (float) data.getDouble(8 * i);
            case F16 -> half(data.getShort(2 * i));
            case BF16 -> Float.intBitsToFloat(data.getShort(2 * i) << 16);
            default -> whole(type, data, i);
          };
    }
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  static Optional<LongBuffer> longs(ElementType type, ByteBuffer data) {
    if (type == ElementType.I64) {
      return Optional.of(data.asLongBuffer().asReadOnlyBuffer());
    }
    if (type.compareTo(ElementType.BF16) <= 0) {
      return Optional.empty();
    }
    var values = new long[data.remaining() / type.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole(type, data, i);
    }
    return Optional.of(LongBuffer.wrap(values).asReadOnlyBuffer());
  }

  private static long whole(ElementType type, ByteBuffer data, int i) {
    return switch (type) {
      case I64 -> data.getLong(8 * i);
      case I32 -> data.getInt(4 * i);
      case I16 -> data.getShort(2 * i);
      case I8 -> data.get(i);
      case U8 -> data.get(i) & 0xff;
      case BOOL -> data.get(i) == 0 ? 0 : 1;
      default -> throw new IllegalArgumentException(type + " holds fractions");
    };
  }

  /** IEEE 754 binary16, subnormals, infinities and NaN included. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
  }

  /** The nearest binary16, ties to even. */
  static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x477ff000) { // rounds to 65520 or more
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) { // below 2^-14: subnormal
      return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
    }
    int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return (short) (sign | ((rounded - 0x38000000) >>> 13));
  }

  /** The nearest bfloat16, ties to even. */
  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return Float.isNaN(value)
        ? (short) ((bits >>> 16) | 0x40)
        : (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
