package io.alignstream.detect.tsv;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of any length, mapped in pieces. Safe for several threads. */
final class MappedBytes {
  private static final int PIECE_BITS = 30;
  private static final int PIECE = 1 << PIECE_BITS;

  private final long size;
  private final List<MappedByteBuffer> pieces;

  private MappedBytes(long size, List<MappedByteBuffer> pieces) {
    this.size = size;
    this.pieces = pieces;
  }

  static MappedBytes map(Path file) {
    try (var channel = FileChannel.open(file)) {
      var pieces = new ArrayList<MappedByteBuffer>();
      for (long at = 0; at < channel.size(); at += PIECE) {
        long length = Math.min(PIECE, channel.size() - at);
        pieces.add(channel.map(FileChannel.MapMode.READ_ONLY, at, length));
      }
      return new MappedBytes(channel.size(), List.copyOf(pieces));
    } catch (IOException e) {
      throw new TsvException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  long size() {
    return size;
  }

  byte at(long position) {
    return pieces.get((int) (position >> PIECE_BITS)).get((int) (position & (PIECE - 1)));
  }

  /** A copy of the bytes from {@code from} up to {@code to}. */
  byte[] copy(long from, long to) {
    var copy = new byte[Math.toIntExact(to - from)];
    int done = 0;
    while (done < copy.length) {
      var piece = pieces.get((int) ((from + done) >> PIECE_BITS));
      int start = (int) (from + done & PIECE - 1);
      int length = Math.min(copy.length - done, piece.capacity() - start);
      piece.get(start, copy, done, length);
      done += length;
    }
    return copy;
  }
}
