package io.alignstream.ingest.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An image file written anew with nothing in it but what the pixels need. Readers then never see
 * comments, thumbnails and profiles, whose parsing is where hostile files attack.
 */
final class BareFile {
  private final byte[] source;
  private final ByteArrayOutputStream out;

  BareFile(byte[] source) {
    this.source = source;
    this.out = new ByteArrayOutputStream(source.length);
  }

  BareFile copy(int from, int to) {
    out.write(source, from, to - from);
    return this;
  }

  BareFile append(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  BareFile put(int... bytes) {
    for (int value : bytes) {
      out.write(value);
    }
    return this;
  }

  BareFile text(String latin1) {
    out.writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  BareFile u24LittleEndian(int value) {
    return put(value, value >> 8, value >> 16);
  }

  BareFile u32LittleEndian(int value) {
    return u24LittleEndian(value).put(value >> 24);
  }

  int size() {
    return out.size();
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
