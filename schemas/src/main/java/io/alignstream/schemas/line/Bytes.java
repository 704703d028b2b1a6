package io.alignstream.schemas.line;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An immutable run of bytes with value equality. */
public final class Bytes {
  private final byte[] data;

  private Bytes(byte[] data) {
    this.data = data;
  }

  /** Copies an array. */
  public static Bytes copyOf(byte[] data) {
    return new Bytes(data.clone());
  }

  /** Takes an array over without a copy; the caller must never change it again. */
  public static Bytes wrap(byte[] data) {
    return new Bytes(data);
  }

  /** Copies what remains in a buffer and leaves its position alone. */
  public static Bytes copyOf(ByteBuffer buffer) {
    var data = new byte[buffer.remaining()];
    buffer.duplicate().get(data);
    return new Bytes(data);
  }

  /** Number of bytes. */
  public int size() {
    return data.length;
  }

  /** A read-only view. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(data).asReadOnlyBuffer();
  }

  /** A stream over the bytes. */
  public InputStream stream() {
    return new ByteArrayInputStream(data);
  }

  /** A copy. */
  public byte[] toArray() {
    return data.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return data.length + " bytes";
  }
}
