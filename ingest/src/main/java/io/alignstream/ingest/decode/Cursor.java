package io.alignstream.ingest.decode;

import java.nio.charset.StandardCharsets;

/** Reads an image's container from memory; nothing it reads may lie beyond the end. */
final class Cursor {
  private final byte[] data;
  private final int end;
  private int at;

  Cursor(byte[] data) {
    this(data, 0, data.length);
  }

  private Cursor(byte[] data, int from, int end) {
    this.data = data;
    this.at = from;
    this.end = end;
  }

  int position() {
    return at;
  }

  int remaining() {
    return end - at;
  }

  /** Goes to a position counted from the beginning of the array. */
  void seek(int position) throws BadImageException {
    require(position >= 0 && position <= end);
    at = position;
  }

  /** Leaves out bytes; a count above what is left is a truncated file. */
  void skip(long bytes) throws BadImageException {
    require(bytes >= 0 && bytes <= remaining());
    at += (int) bytes;
  }

  /** The next bytes as a cursor of their own; this one goes on after them. */
  Cursor part(long bytes) throws BadImageException {
    int from = at;
    skip(bytes);
    return new Cursor(data, from, at);
  }

  int u8() throws BadImageException {
    require(at < end);
    return data[at++] & 0xff;
  }

  int u16() throws BadImageException {
    return u8() << 8 | u8();
  }

  long u32() throws BadImageException {
    return (long) u16() << 16 | u16();
  }

  int u16LittleEndian() throws BadImageException {
    return u8() | u8() << 8;
  }

  int u24LittleEndian() throws BadImageException {
    return u16LittleEndian() | u8() << 16;
  }

  long u32LittleEndian() throws BadImageException {
    return u16LittleEndian() | (long) u16LittleEndian() << 16;
  }

  /** The next bytes as Latin-1 text, such as a chunk's name. */
  String text(int bytes) throws BadImageException {
    int from = at;
    skip(bytes);
    return new String(data, from, bytes, StandardCharsets.ISO_8859_1);
  }

  /** Whether the next bytes are this text; stays where it is. */
  boolean startsWith(String text) {
    return remaining() >= text.length()
        && new String(data, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }

  private static void require(boolean inside) throws BadImageException {
    if (!inside) {
      throw new BadImageException("the file is truncated");
    }
  }
}
