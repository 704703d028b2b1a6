package io.alignstream.deploy.cluster.wire;

import io.alignstream.schemas.line.Bytes;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Takes up what a {@link WireWriter} laid out, and never allocates more than what is there. */
final class WireReader {
  private final byte[] buffer;
  private int at;

  WireReader(byte[] buffer) {
    this.buffer = buffer;
  }

  /** Reads one value; the wire's lambda, since reading may fail. */
  @FunctionalInterface
  interface Read<T> {
    T read() throws NotSerializableException;
  }

  long number() throws NotSerializableException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at == buffer.length) {
        throw cut();
      }
      byte next = buffer[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new NotSerializableException("a number of more than ten bytes");
  }

  long signed() throws NotSerializableException {
    long value = number();
    return value >>> 1 ^ -(value & 1);
  }

  boolean flag() throws NotSerializableException {
    return number() != 0;
  }

  String text() throws NotSerializableException {
    int length = length();
    var value = new String(buffer, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  Bytes bytes() throws NotSerializableException {
    int length = length();
    var value = Bytes.wrap(Arrays.copyOfRange(buffer, at, at + length));
    at += length;
    return value;
  }

  <T> List<T> list(Read<T> item) throws NotSerializableException {
    int length = length(); // an item has at least one byte
    var items = new ArrayList<T>(length);
    for (int i = 0; i < length; i++) {
      items.add(item.read());
    }
    return items;
  }

  <T> Optional<T> optional(Read<T> item) throws NotSerializableException {
    return flag() ? Optional.of(item.read()) : Optional.empty();
  }

  <E extends Enum<E>> E name(Class<E> type) throws NotSerializableException {
    var name = text();
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new NotSerializableException("no " + type.getSimpleName() + " is named " + name);
    }
  }

  /** Nothing may be left. */
  void requireEnd() throws NotSerializableException {
    if (at != buffer.length) {
      throw new NotSerializableException(buffer.length - at + " bytes too many");
    }
  }

  private int length() throws NotSerializableException {
    long length = number();
    if (length < 0 || length > buffer.length - at) {
      throw cut();
    }
    return (int) length;
  }

  private NotSerializableException cut() {
    return new NotSerializableException("cut off after " + buffer.length + " bytes");
  }
}
