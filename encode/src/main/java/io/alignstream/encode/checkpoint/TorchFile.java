package io.alignstream.encode.checkpoint;

import io.alignstream.encode.pickle.PickleException;
import io.alignstream.encode.pickle.Unpickler;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in a file that torch or Python's pickle wrote: plain containers, numbers, strings, and
 * {@link StoredTensor}s (see {@link io.alignstream.encode.pickle}).
 */
public final class TorchFile {
  /** Keys under which training scripts keep the weights. */
  private static final List<String> NESTED = List.of("model", "state_dict", "module");

  private TorchFile() {}

  /**
   * Reads a {@code .pt}, {@code .pth}, {@code .bin} or {@code .pkl} file.
   *
   * @throws CheckpointException if it is none, is damaged, or names what is not allowed
   */
  public static Object read(Path path) {
    var file = MappedFile.open(path);
    try {
      return TorchZip.matches(file)
          ? TorchZip.read(file)
          : TorchLegacy.matches(file)
              ? TorchLegacy.read(file)
              : Unpickler.readPlain(file.slice(0, file.size()));
    } catch (PickleException e) {
      throw new CheckpointException(path, String.valueOf(e.getMessage()), e);
    } catch (ClassCastException | IllegalArgumentException | ArithmeticException e) {
      throw new CheckpointException(path, "it is damaged: " + e.getMessage(), e);
    }
  }

  /** The weights in a file: a state dict, or one under {@code model} or {@code state_dict}. */
  static Checkpoint open(MappedFile file) {
    var root = read(file.path());
    if (!(root instanceof Map<?, ?> map)) {
      throw new CheckpointException(file.path(), "it holds no state dict");
    }
    var tensors = tensors(file.path(), stateDict(map));
    return new TensorFile(file.path(), withoutPrefix(tensors));
  }

  private static Map<?, ?> stateDict(Map<?, ?> root) {
    return NESTED.stream()
        .flatMap(key -> Optional.ofNullable(root.get(key)).stream())
        .filter(Map.class::isInstance)
        .<Map<?, ?>>map(nested -> (Map<?, ?>) nested)
        .findFirst()
        .orElse(root);
  }

  private static Map<String, StoredTensor> tensors(Path path, Map<?, ?> state) {
    var tensors = new LinkedHashMap<String, StoredTensor>();
    state.forEach(
        (key, value) -> {
          if (key instanceof String name && value instanceof StoredTensor tensor) {
            var named = tensor.named(name);
            named.touch();
            tensors.put(name, named);
          }
        });
    if (tensors.isEmpty()) {
      throw new CheckpointException(
          path, "it holds no tensors under names; its keys are " + firstOf(state.keySet()));
    }
    return tensors;
  }

  /** Takes {@code module.} off, which distributed training puts before every name. */
  private static Map<String, StoredTensor> withoutPrefix(Map<String, StoredTensor> tensors) {
    var prefix = "module.";
    if (!tensors.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
      return tensors;
    }
    var renamed = new LinkedHashMap<String, StoredTensor>();
    tensors.forEach(
        (name, tensor) -> {
          var shorter = name.substring(prefix.length());
          renamed.put(shorter, tensor.named(shorter));
        });
    return renamed;
  }

  private static String firstOf(Collection<?> keys) {
    return keys.stream().limit(10).map(String::valueOf).toList().toString();
  }
}
