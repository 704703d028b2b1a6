package io.alignstream.encode.checkpoint;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A checkpoint whose tensors are known by their places. */
record TensorFile(Path path, Map<String, StoredTensor> tensors) implements Checkpoint {
  TensorFile {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public TensorInfo info(String name) {
    return tensor(name).info();
  }

  @Override
  public ByteBuffer bytes(String name) {
    return tensor(name).bytes();
  }

  private StoredTensor tensor(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) {
      throw new CheckpointException(path, "it has no tensor '%s'".formatted(name));
    }
    return tensor;
  }
}
