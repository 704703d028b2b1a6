package io.alignstream.encode.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's container since 1.6: a zip of uncompressed entries, {@code <name>/data.pkl} and {@code
 * <name>/data/<key>}, one a storage, so that every storage can be mapped where it lies.
 */
final class TorchZip {
  private record Entry(long at, long bytes) {}

  private TorchZip() {}

  static boolean matches(MappedFile file) {
    return file.size() >= 4 && file.slice(0, 4).getInt() == 0x04034b50; // PK\3\4
  }

  static Object read(MappedFile file) {
    var entries = entries(file);
    var prefix =
        entries.keySet().stream()
            .filter(name -> name.endsWith("/data.pkl"))
            .map(name -> name.substring(0, name.length() - "data.pkl".length()))
            .findFirst()
            .orElseThrow(
                () -> new CheckpointException(file.path(), "a zip without data.pkl: not torch's"));
    requireLittleEndian(file, entries.get(prefix + "byteorder"));
    var pickle =
        new TorchPickle((key, type) -> storage(file, key, entries.get(prefix + "data/" + key)));
    var data = slice(file, prefix + "data.pkl", entries.get(prefix + "data.pkl"));
    return pickle.read(data);
  }

  private static StoredTensor.Storage storage(MappedFile file, String key, @Nullable Entry entry) {
    if (entry == null) {
      throw new CheckpointException(file.path(), "storage %s is missing".formatted(key));
    }
    return (offset, length) -> {
      if (length > entry.bytes() - offset) {
        throw new CheckpointException(
            file.path(), "storage %s has only %d bytes".formatted(key, entry.bytes()));
      }
      return file.slice(entry.at() + offset, length);
    };
  }

  private static ByteBuffer slice(MappedFile file, String name, @Nullable Entry entry) {
    if (entry == null) {
      throw new CheckpointException(file.path(), name + " is missing");
    }
    return file.slice(entry.at(), entry.bytes());
  }

  private static void requireLittleEndian(MappedFile file, @Nullable Entry byteOrder) {
    if (byteOrder != null) {
      var order =
          StandardCharsets.UTF_8.decode(file.slice(byteOrder.at(), byteOrder.bytes())).toString();
      if (!order.strip().equals("little")) {
        throw new CheckpointException(file.path(), "byte order %s is not read".formatted(order));
      }
    }
  }

  private static Map<String, Entry> entries(MappedFile file) {
    try (var zip = ZipFile.builder().setPath(file.path()).get()) {
      var entries = new HashMap<String, Entry>();
      for (var found = zip.getEntriesInPhysicalOrder(); found.hasMoreElements(); ) {
        var entry = found.nextElement();
        entries.put(entry.getName(), entry(file, entry));
      }
      return entries;
    } catch (IOException | IllegalArgumentException e) {
      throw new CheckpointException(
          file.path(), "its zip directory is damaged or cut off: " + e.getMessage(), e);
    }
  }

  private static Entry entry(MappedFile file, ZipArchiveEntry entry) {
    if (entry.getMethod() != ZipMethod.STORED.getCode()) {
      throw new CheckpointException(
          file.path(), entry.getName() + " is compressed: torch never writes that");
    }
    return new Entry(entry.getDataOffset(), entry.getSize());
  }
}
