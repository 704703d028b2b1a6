package io.alignstream.deploy.cluster.wire;

import io.alignstream.schemas.line.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** Lays values out one after the other; {@link WireReader} takes them up in the same order. */
final class WireWriter {
  private byte[] buffer;
  private int size;

  /** Grows where the expected size was too small. */
  WireWriter(int expectedSize) {
    this.buffer = new byte[expectedSize];
  }

  void number(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  /** Small for numbers near zero on both sides. */
  void signed(long value) {
    number(value << 1 ^ value >> 63);
  }

  void flag(boolean value) {
    number(value ? 1 : 0);
  }

  void text(String value) {
    var utf8 = value.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, buffer, size, utf8.length);
    size += utf8.length;
  }

  void bytes(Bytes value) {
    number(value.size());
    ensure(value.size());
    value.buffer().get(buffer, size, value.size());
    size += value.size();
  }

  <T> void list(Collection<T> items, Consumer<T> item) {
    number(items.size());
    items.forEach(item);
  }

  <T> void optional(Optional<T> value, Consumer<T> item) {
    flag(value.isPresent());
    value.ifPresent(item);
  }

  byte[] toByteArray() {
    return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(size + more, (int) Math.min(2L * size, 1 << 30)));
    }
  }
}
