package io.alignstream.encode.checkpoint;

import io.alignstream.encode.pickle.Constructors;
import io.alignstream.encode.pickle.Global;
import io.alignstream.encode.pickle.None;
import io.alignstream.encode.pickle.PickleException;
import io.alignstream.encode.pickle.Tuple;
import io.alignstream.encode.pickle.Unpickler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What torch writes into pickles: tensors as calls of {@code torch._utils._rebuild_tensor_v2} over
 * storages, which are persistent ids. Source: {@code torch/serialization.py}, {@code
 * torch/_utils.py}. Tensors come out as {@link StoredTensor}, named by nobody yet.
 *
 * @param storages the storage under a key, of elements of a type
 */
record TorchPickle(BiFunction<String, ElementType, StoredTensor.Storage> storages) {

  /**
   * A storage in a persistent id.
   *
   * @param first element of the storage under that key where this (a view of it) begins
   */
  private record TorchStorage(String key, ElementType type, long elements, long first) {}

  /** A storage class is only named in persistent ids, never called. */
  private record StorageClass(ElementType type) implements Function<Tuple, Object> {
    @Override
    public Object apply(Tuple arguments) {
      throw new PickleException("a %s outside of a persistent id".formatted(type.torchStorage()));
    }
  }

  /** Reads a pickle with torch's constructors allowed; leaves the buffer behind it. */
  Object read(ByteBuffer pickle) {
    return Unpickler.read(pickle, constructors(), TorchPickle::storage);
  }

  private Constructors constructors() {
    var known =
        Constructors.plain()
            .with("torch._utils._rebuild_tensor_v2", this::tensor)
            .with("torch._utils._rebuild_tensor", this::tensor)
            .with("torch._utils._rebuild_parameter", arguments -> arguments.get(0))
            .with("torch.Size", arguments -> arguments.get(0));
    for (var type : ElementType.values()) {
      known = known.with("torch." + type.torchStorage(), new StorageClass(type));
    }
    return known;
  }

  /** {@code ('storage', class, key, location, elements[, view])}. */
  private static Object storage(Object id) {
    if (!(id instanceof Tuple fields)
        || fields.size() < 5
        || !fields.get(0).equals("storage")
        || !(fields.get(1) instanceof Global named)
        || !(named.function() instanceof StorageClass storage)
        || !(fields.get(2) instanceof String key)
        || !(fields.get(4) instanceof Long elements)) {
      throw new PickleException("a persistent id that is no storage");
    }
    if (fields.size() == 5 || fields.get(5) instanceof None) {
      return new TorchStorage(key, storage.type(), elements, 0);
    }
    var view = (Tuple) fields.get(5); // (key, offset, size)
    return new TorchStorage(key, storage.type(), elements, (Long) view.get(1));
  }

  /** {@code (storage, offset, size, stride, …)}. */
  private Object tensor(Tuple arguments) {
    var storage = (TorchStorage) arguments.get(0);
    return new StoredTensor(
        new TensorInfo("", storage.type(), longs(arguments.get(2))),
        storages.apply(storage.key(), storage.type()),
        storage.elements(),
        Math.addExact(storage.first(), (Long) arguments.get(1)),
        longs(arguments.get(3)));
  }

  private static List<Long> longs(Object sizes) {
    var items = sizes instanceof Tuple tuple ? tuple.items() : (List<?>) sizes;
    var longs = new ArrayList<Long>();
    items.forEach(item -> longs.add((Long) item));
    return longs;
  }
}
