package io.alignstream.encode.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Set;

/**
 * A read-only view of a checkpoint's tensors. Opening reads names and shapes; values come from the
 * mapped file when asked for, so a file of a gigabyte costs no gigabyte of heap. Safe for use by
 * several threads.
 */
public interface Checkpoint {
  /**
   * Opens a file, whatever its container, or a directory that holds {@code model.safetensors}, a
   * sharded index ({@code *.index.json}), {@code pytorch_model.bin}, or one {@code *.pth} or {@code
   * *.pt}.
   *
   * @throws CheckpointException if there is none, or it cannot be read
   */
  static Checkpoint open(Path fileOrDirectory) {
    return CheckpointFiles.open(fileOrDirectory);
  }

  /** The file or directory. */
  Path path();

  /** All names, in the file's order. */
  Set<String> names();

  /**
   * Type and shape of a tensor.
   *
   * @throws CheckpointException if there is none of that name
   */
  TensorInfo info(String name);

  /**
   * The raw values, contiguous and row-major, little-endian, in their stored type.
   *
   * @throws CheckpointException if there is none of that name
   */
  ByteBuffer bytes(String name);

  /**
   * The values as float32, contiguous and row-major, whatever type they are stored in.
   *
   * @throws CheckpointException if there is none of that name
   */
  default FloatBuffer floats(String name) {
    return Elements.floats(info(name).type(), bytes(name));
  }

  /**
   * The values as int64, contiguous and row-major.
   *
   * @throws CheckpointException if there is none of that name or it holds fractions
   */
  default LongBuffer longs(String name) {
    return Elements.longs(info(name).type(), bytes(name))
        .orElseThrow(
            () -> new CheckpointException(path(), info(name) + " does not hold whole numbers"));
  }
}
