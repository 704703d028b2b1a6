package io.alignstream.heads.data;

import io.alignstream.schemas.line.FloatMatrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes what {@code torch.save} and {@code pickle.dump} write of plain values, lists standing for
 * lists, arrays for tuples, and matrices for float32 tensors.
 */
final class TorchWriter {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final List<FloatMatrix> storages = new ArrayList<>();

  private TorchWriter() {}

  /** A {@code .pkl} file, protocol 2. */
  static Path pickle(Path file, Object value) throws IOException {
    return Files.write(file, new TorchWriter().pickled(value));
  }

  /** A {@code .pt} file in the zip container. */
  static Path torch(Path file, Object value) throws IOException {
    var writer = new TorchWriter();
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      store(zip, "archive/data.pkl", writer.pickled(value));
      for (int key = 0; key < writer.storages.size(); key++) {
        store(zip, "archive/data/" + key, bytes(writer.storages.get(key)));
      }
      store(zip, "archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }

  private byte[] pickled(Object value) {
    op(0x80, 2);
    write(value);
    op('.');
    return pickle.toByteArray();
  }

  private void write(Object value) {
    if (value instanceof String text) {
      text(text);
    } else if (value instanceof Long number) {
      op(0x8a, 8);
      raw(buffer(8).putLong(number));
    } else if (value instanceof Double number) {
      op('G');
      raw(ByteBuffer.allocate(8).putDouble(number));
    } else if (value instanceof List<?> list) {
      op(']', '(');
      list.forEach(this::write);
      op('e');
    } else if (value instanceof Object[] tuple) {
      op('(');
      List.of(tuple).forEach(this::write);
      op('t');
    } else if (value instanceof Map<?, ?> map) {
      op('}', '(');
      map.forEach(
          (key, item) -> {
            write(key);
            write(item);
          });
      op('u');
    } else {
      tensor((FloatMatrix) value);
    }
  }

  private void tensor(FloatMatrix matrix) {
    long rows = matrix.rows();
    long columns = matrix.columns();
    global("torch._utils", "_rebuild_tensor_v2");
    op('(', '(');
    text("storage");
    global("torch", "FloatStorage");
    text(Integer.toString(storages.size()));
    text("cpu");
    write(rows * columns);
    op('t', 'Q');
    write(0L);
    write(new Object[] {rows, columns});
    write(new Object[] {columns, 1L});
    op(0x89);
    global("collections", "OrderedDict");
    op(')', 'R', 't', 'R');
    storages.add(matrix);
  }

  private void global(String module, String name) {
    op('c');
    pickle.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X');
    raw(buffer(4).putInt(bytes.length));
    pickle.writeBytes(bytes);
  }

  private void op(int... codes) {
    for (int code : codes) {
      pickle.write(code);
    }
  }

  private void raw(ByteBuffer bytes) {
    pickle.writeBytes(copy(bytes.flip()));
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(FloatMatrix matrix) {
    var bytes = buffer(4 * matrix.rows() * matrix.columns());
    bytes.asFloatBuffer().put(matrix.buffer());
    return copy(bytes);
  }

  private static byte[] copy(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    var entry = new ZipEntry(name);
    var crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
