package io.alignstream.heads.data;

import io.alignstream.encode.checkpoint.CheckpointException;
import io.alignstream.encode.checkpoint.StoredTensor;
import io.alignstream.encode.checkpoint.TorchFile;
import io.alignstream.encode.pickle.Tuple;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A dictionary in a {@code .pt} or {@code .pkl} file, read as data; all keys become texts. */
record TorchTable(Path file, Map<String, Object> entries) {

  /** With the keys as they are. */
  static TorchTable read(Path file) {
    return read(file, key -> key);
  }

  /** With keys of images: numbers without leading zeros. */
  static TorchTable ofImages(Path file) {
    return read(file, Keys::plain);
  }

  private static TorchTable read(Path file, UnaryOperator<String> key) {
    if (!(object(file) instanceof Map<?, ?> map)) {
      throw new DataException(file, "a dictionary is needed");
    }
    var entries = new LinkedHashMap<String, Object>();
    map.forEach((name, value) -> entries.put(key.apply(String.valueOf(name)), value));
    return new TorchTable(file, entries);
  }

  /** Whatever is in a file. */
  static Object object(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file, "there is no such file");
    }
    try {
      return TorchFile.read(file);
    } catch (CheckpointException e) {
      throw new DataException(file, "it cannot be read as data: " + e.getMessage(), e);
    }
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Object get(String key) {
    var value = entries.get(key);
    if (value == null) {
      throw new DataException(file, "no entry '%s'".formatted(key));
    }
    return value;
  }

  List<Object> list(String key) {
    return items(key, get(key));
  }

  /** The elements of a list or a tuple. */
  List<Object> items(String where, Object value) {
    if (value instanceof Tuple tuple) {
      return tuple.items();
    }
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    throw wrong(where, "a list", value);
  }

  List<String> texts(String where, Object value) {
    return items(where, value).stream().map(item -> text(where, item)).toList();
  }

  String text(String where, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(where, "a text", value);
  }

  /** A tensor of two dimensions. */
  FloatMatrix matrix(String key) {
    var value = get(key);
    if (!(value instanceof StoredTensor tensor) || tensor.info().shape().size() != 2) {
      throw wrong(key, "a tensor of two dimensions", value);
    }
    var values = new float[tensor.info().elements()];
    tensor.floats().get(values);
    var shape = tensor.info().shape();
    return FloatMatrix.wrap(Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1)), values);
  }

  DataException wrong(String where, String needed, Object value) {
    var kind = value instanceof StoredTensor tensor ? tensor.info().toString() : value.toString();
    return new DataException(
        file,
        "entry '%s': %s is needed, not %s"
            .formatted(where, needed, kind.length() <= 80 ? kind : kind.substring(0, 80) + "…"));
  }
}
