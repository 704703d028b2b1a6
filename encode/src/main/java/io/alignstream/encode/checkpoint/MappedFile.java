package io.alignstream.encode.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of which parts are mapped when they are asked for. */
record MappedFile(Path path, long size) {
  static MappedFile open(Path path) {
    try {
      return new MappedFile(path, Files.size(path));
    } catch (IOException e) {
      throw new CheckpointException(path, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** A part of the file, little-endian; at most 2 GiB. */
  ByteBuffer slice(long offset, long length) {
    if (length > Integer.MAX_VALUE && length <= size) {
      throw new CheckpointException(
          path, "%d bytes at once are more than the 2 GiB that can be mapped".formatted(length));
    }
    if (offset < 0 || length < 0 || length > size - offset) {
      throw new CheckpointException(
          path, "it is cut off: %d bytes at %d of %d".formatted(length, offset, size));
    }
    if (length == 0) {
      return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
    }
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, offset, length)
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new CheckpointException(path, "cannot be read: " + e.getMessage(), e);
    }
  }
}
