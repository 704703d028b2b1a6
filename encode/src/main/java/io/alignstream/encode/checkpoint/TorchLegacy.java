package io.alignstream.encode.checkpoint;

import io.alignstream.encode.pickle.PickleException;
import io.alignstream.encode.pickle.Unpickler;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's container before 1.6: five pickles (a magic number, the protocol, the machine, the
 * object, the storages' keys), then every storage as its 64-bit number of elements and its data.
 */
final class TorchLegacy {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private TorchLegacy() {}

  static boolean matches(MappedFile file) {
    if (file.size() < 16) {
      return false;
    }
    try {
      return Unpickler.readPlain(file.slice(0, Math.min(file.size(), 64))).equals(MAGIC);
    } catch (PickleException e) {
      return false;
    }
  }

  static Object read(MappedFile file) {
    var data = file.slice(0, Math.min(file.size(), Integer.MAX_VALUE));
    Unpickler.readPlain(data);
    if (!Unpickler.readPlain(data).equals(PROTOCOL)) {
      throw new CheckpointException(file.path(), "its protocol is not " + PROTOCOL);
    }
    var machine = (Map<?, ?>) Unpickler.readPlain(data);
    if (Boolean.FALSE.equals(machine.get("little_endian"))) {
      throw new CheckpointException(file.path(), "it was written in big-endian order");
    }
    var places = new HashMap<String, Place>();
    var object =
        new TorchPickle((key, type) -> places.computeIfAbsent(key, k -> new Place(k, type)))
            .read(data);
    locate(file, data, places);
    return object;
  }

  /** A storage that the pickle names before it is known where it lies. */
  private static final class Place implements StoredTensor.Storage {
    private final String key;
    private final ElementType type;
    private StoredTensor.@Nullable Storage found;

    Place(String key, ElementType type) {
      this.key = key;
      this.type = type;
    }

    @Override
    public ByteBuffer slice(long offset, long length) {
      return requireFound().slice(offset, length);
    }

    StoredTensor.Storage requireFound() {
      if (found == null) {
        throw new PickleException("storage %s is missing".formatted(key));
      }
      return found;
    }
  }

  private static void locate(MappedFile file, ByteBuffer data, Map<String, Place> places) {
    long at = -1;
    for (var key : (List<?>) Unpickler.readPlain(data)) {
      at = at < 0 ? data.position() : at;
      long elements = file.slice(at, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
      var place = places.get(String.valueOf(key));
      if (place == null) {
        throw new CheckpointException(file.path(), "storage %s belongs to nothing".formatted(key));
      }
      long start = at + 8;
      long bytes = Math.multiplyExact(elements, (long) place.type.bytes());
      place.found =
          (offset, length) -> {
            if (length > bytes - offset) {
              throw new CheckpointException(
                  file.path(), "storage %s has only %d bytes".formatted(key, bytes));
            }
            return file.slice(start + offset, length);
          };
      at = start + bytes;
    }
    places.values().forEach(Place::requireFound);
  }
}
