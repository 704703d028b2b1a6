package io.alignstream.encode.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the weights in a directory and the reader for a file. */
final class CheckpointFiles {
  /** In the order of preference. */
  private static final List<String> NAMES =
      List.of("model.safetensors", "*.index.json", "pytorch_model.bin", "*.pth", "*.pt");

  private CheckpointFiles() {}

  static Checkpoint open(Path path) {
    if (Files.isDirectory(path)) {
      return openFile(find(path));
    }
    if (!Files.isRegularFile(path)) {
      throw new CheckpointException(path, "there is no such file or directory");
    }
    return openFile(path);
  }

  private static Checkpoint openFile(Path path) {
    if (path.getFileName().toString().endsWith(".index.json")) {
      return ShardedCheckpoint.open(path);
    }
    var file = MappedFile.open(path);
    return Safetensors.matches(file) ? Safetensors.open(file) : TorchFile.open(file);
  }

  private static Path find(Path directory) {
    return NAMES.stream()
        .flatMap(name -> only(directory, name).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new CheckpointException(directory, "it holds none of " + String.join(", ", NAMES)));
  }

  private static Optional<Path> only(Path directory, String pattern) {
    try (var files = Files.newDirectoryStream(directory, pattern)) {
      var found = files.iterator();
      var first = found.hasNext() ? Optional.of(found.next()) : Optional.<Path>empty();
      if (found.hasNext()) {
        throw new CheckpointException(
            directory, "it holds several %s: name one of them".formatted(pattern));
      }
      return first;
    } catch (IOException e) {
      throw new CheckpointException(directory, "cannot be listed: " + e.getMessage(), e);
    }
  }
}
