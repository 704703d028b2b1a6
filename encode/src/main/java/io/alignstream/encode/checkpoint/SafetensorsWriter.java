package io.alignstream.encode.checkpoint;

import static java.util.UUID.randomUUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes safetensors that Python reads back: the header padded to eight bytes, tensors row by row,
 * little-endian. The file appears whole or not at all. Values are asked for one tensor at a time.
 */
public final class SafetensorsWriter {
  private record Pending(TensorInfo info, Supplier<ByteBuffer> bytes) {}

  private final Map<String, Pending> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  /** Adds a free text that the header carries. */
  public SafetensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Adds float32 values, stored as {@code type}: F32, F16 or BF16, rounded to nearest. */
  public SafetensorsWriter floats(
      String name, ElementType type, List<Long> shape, Supplier<FloatBuffer> values) {
    return add(new TensorInfo(name, type, shape), () -> encode(type, values.get()));
  }

  /** Adds float32 values as they are. */
  public SafetensorsWriter floats(String name, List<Long> shape, FloatBuffer values) {
    return floats(name, ElementType.F32, shape, () -> values);
  }

  /** Adds int64 values. */
  public SafetensorsWriter longs(String name, List<Long> shape, LongBuffer values) {
    return add(
        new TensorInfo(name, ElementType.I64, shape),
        () -> {
          var bytes =
              ByteBuffer.allocate(values.remaining() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asLongBuffer().put(values.duplicate());
          return bytes;
        });
  }

  /** Adds a tensor of another checkpoint in its stored type. */
  public SafetensorsWriter copy(Checkpoint from, String name) {
    return add(from.info(name), () -> from.bytes(name));
  }

  private SafetensorsWriter add(TensorInfo info, Supplier<ByteBuffer> bytes) {
    if (info.name().equals("__metadata__")
        || tensors.put(info.name(), new Pending(info, bytes)) != null) {
      throw new IllegalArgumentException("a tensor cannot have this name, or not twice: " + info);
    }
    return this;
  }

  /**
   * Writes the file.
   *
   * @throws IOException if it cannot be written; a file that was there is left alone then
   */
  public void write(Path file) throws IOException {
    write(file, tensor -> {});
  }

  /**
   * Writes the file and tells of every tensor that is in it.
   *
   * @throws IOException if it cannot be written; a file that was there is left alone then
   */
  public void write(Path file, Consumer<TensorInfo> written) throws IOException {
    var target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    var temporary =
        target.resolveSibling(".%s.%s.incomplete".formatted(target.getFileName(), randomUUID()));
    try {
      try (var channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeFully(channel, header());
        for (var tensor : tensors.values()) {
          var bytes = tensor.bytes().get();
          if (bytes.remaining() != tensor.info().bytes()) {
            throw new IllegalArgumentException(
                "%s has %d bytes".formatted(tensor.info(), bytes.remaining()));
          }
          writeFully(channel, bytes.duplicate());
          written.accept(tensor.info());
        }
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private ByteBuffer header() throws IOException {
    var json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    if (!metadata.isEmpty()) {
      root.set("__metadata__", json.valueToTree(metadata));
    }
    long at = 0;
    for (var tensor : new ArrayList<>(tensors.values())) {
      var info = tensor.info();
      var entry = root.putObject(info.name());
      entry.put("dtype", info.type().name());
      entry.set("shape", json.valueToTree(info.shape()));
      entry.putArray("data_offsets").add(at).add(at + info.bytes());
      at += info.bytes();
    }
    var text = json.writeValueAsBytes(root);
    int padded = (text.length + 7) / 8 * 8;
    var header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
    header.put(text);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static ByteBuffer encode(ElementType type, FloatBuffer values) {
    var left = values.duplicate();
    var bytes =
        ByteBuffer.allocate(Math.multiplyExact(left.remaining(), type.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    while (left.hasRemaining()) {
      switch (type) {
        case F32 -> bytes.putFloat(left.get());
        case F16 -> bytes.putShort(Elements.toHalf(left.get()));
        case BF16 -> bytes.putShort(Elements.toBfloat16(left.get()));
        default -> throw new IllegalArgumentException("floats are not stored as " + type);
      }
    }
    return bytes.flip();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
