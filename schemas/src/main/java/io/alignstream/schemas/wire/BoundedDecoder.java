package io.alignstream.schemas.wire;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding, read from memory by a reader that trusts nothing: Avro's own decoder
 * allocates whatever length a value claims, so twenty hostile bytes could cost two gigabytes. Here
 * no claim may exceed the bytes that are left, and every item of an array or map takes at least
 * one, which is true of all our records.
 */
final class BoundedDecoder extends Decoder {
  private final ByteBuffer body;

  BoundedDecoder(ByteBuffer body) {
    this.body = body.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Refuses bytes after the record. */
  void requireEnd() {
    if (body.hasRemaining()) {
      throw WireException.notAvro("%d bytes follow the record.".formatted(body.remaining()));
    }
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws EOFException {
    return take(1).get() != 0;
  }

  @Override
  public int readInt() throws EOFException {
    long value = readLong();
    if (value != (int) value) {
      throw new AvroTypeException(value + " is no int");
    }
    return (int) value;
  }

  @Override
  public long readLong() throws EOFException {
    long bits = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = take(1).get();
      bits |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (bits >>> 1) ^ -(bits & 1); // zigzag
      }
    }
    throw new AvroTypeException("a varint has at most ten bytes");
  }

  @Override
  public float readFloat() throws EOFException {
    return take(4).getFloat();
  }

  @Override
  public double readDouble() throws EOFException {
    return take(8).getDouble();
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws EOFException {
    return new Utf8(bytes());
  }

  @Override
  public String readString() throws EOFException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws EOFException {
    skipBytes();
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws EOFException {
    return ByteBuffer.wrap(bytes());
  }

  @Override
  public void skipBytes() throws EOFException {
    skipFixed(length());
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws EOFException {
    take(length).get(bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws EOFException {
    take(length);
    body.position(body.position() + length);
  }

  @Override
  public int readEnum() throws EOFException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws EOFException {
    return blockCount();
  }

  @Override
  public long arrayNext() throws EOFException {
    return blockCount();
  }

  @Override
  public long skipArray() throws EOFException {
    return blockCount(); // the caller skips item by item, so that nothing goes unchecked
  }

  @Override
  public long readMapStart() throws EOFException {
    return blockCount();
  }

  @Override
  public long mapNext() throws EOFException {
    return blockCount();
  }

  @Override
  public long skipMap() throws EOFException {
    return blockCount();
  }

  @Override
  public int readIndex() throws EOFException {
    return readInt();
  }

  private byte[] bytes() throws EOFException {
    var bytes = new byte[length()];
    body.get(bytes);
    return bytes;
  }

  private int length() throws EOFException {
    return bounded(readLong());
  }

  /** A negative count is followed by the block's size in bytes, which is of no use here. */
  private long blockCount() throws EOFException {
    long count = readLong();
    if (count >= 0) {
      return bounded(count);
    }
    bounded(readLong());
    return bounded(-count);
  }

  private int bounded(long claim) throws EOFException {
    if (claim < 0 || claim > body.remaining()) {
      throw new EOFException("%d claimed, %d bytes left".formatted(claim, body.remaining()));
    }
    return (int) claim;
  }

  private ByteBuffer take(int length) throws EOFException {
    bounded(length);
    return body;
  }
}
