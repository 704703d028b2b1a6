package io.alignstream.deploy.claims;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The captions whose phrases are known. Lessons see others too, for parsing takes long; what
 * phrases are worth shows where every caption has them.
 */
final class ParsedCaptions {
  static final String NAME = "parsed-captions";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ParsedCaptions() {}

  /** Writes the lists, if they are not there yet; several processes may want them at once. */
  static void write(Path captions, Path directory) {
    try {
      Files.createDirectories(directory);
      for (var name : List.of("train.jsonl", "val.jsonl")) {
        var to = directory.resolve(name);
        if (!Files.exists(to)) {
          var incomplete = Files.createTempFile(directory, name, ".incomplete");
          select(captions.resolve(name), incomplete);
          Files.move(incomplete, to, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private static void select(Path from, Path to) throws IOException {
    try (var lines = Files.newBufferedReader(from);
        var kept = Files.newBufferedWriter(to)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!JSON.readTree(line).path("phrases").isEmpty()) {
          kept.write(line);
          kept.newLine();
        }
      }
    }
  }
}
