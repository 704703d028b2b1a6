package io.alignstream.encode.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes any checkpoint as {@code model.safetensors} with what stands beside it, so that a
 * directory of ours or of Python's can start from it.
 */
public final class CheckpointConversion {
  /** What a checkpoint's directory holds besides the weights. */
  private static final List<String> BESIDE =
      List.of("config.json", "vocab.txt", "id2phrase.json", "answers.txt", "labels.json");

  private static final Set<ElementType> FRACTIONS =
      Set.of(ElementType.F64, ElementType.F32, ElementType.F16, ElementType.BF16);

  private CheckpointConversion() {}

  /**
   * Writes a directory.
   *
   * @param floats the type that tensors of fractions get (F32, F16 or BF16), rounded to nearest;
   *     none: as they are. Whole numbers stay as they are.
   * @param written told of every tensor when it is in the file
   * @return the files that the directory has now
   * @throws CheckpointException if it cannot be read or written; names the file, and the tensor
   */
  public static List<Path> convert(
      Checkpoint from, Path directory, Optional<ElementType> floats, Consumer<TensorInfo> written) {
    var writer = new SafetensorsWriter().metadata("format", "pt");
    for (var name : from.names()) {
      var info = from.info(name);
      if (floats.isPresent() && FRACTIONS.contains(info.type()) && info.type() != floats.get()) {
        writer.floats(name, floats.get(), info.shape(), () -> from.floats(name));
      } else {
        writer.copy(from, name);
      }
    }
    var weights = directory.resolve("model.safetensors");
    var files = new ArrayList<Path>();
    try {
      writer.write(weights, written);
      files.add(weights);
      files.addAll(copyWhatStandsBeside(from, directory));
    } catch (IOException e) {
      throw new CheckpointException(directory, "cannot be written: " + e.getMessage(), e);
    }
    return files;
  }

  private static List<Path> copyWhatStandsBeside(Checkpoint from, Path directory)
      throws IOException {
    var copies = new ArrayList<Path>();
    for (var name : BESIDE) {
      var source = from.path().resolveSibling(name);
      var copy = directory.resolve(name);
      if (Files.isRegularFile(source)) {
        if (!Files.exists(copy) || !Files.isSameFile(source, copy)) {
          Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        copies.add(copy);
      }
    }
    return copies;
  }
}
