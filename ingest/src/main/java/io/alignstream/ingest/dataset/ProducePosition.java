package io.alignstream.ingest.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * How far a data set was sent, kept in a small file that is replaced as a whole: after a crash it
 * holds the newest position or the one before.
 *
 * @param dataSet which data set, and how it was read
 * @param samples its first samples that are acknowledged
 */
record ProducePosition(String dataSet, long samples) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The stored position; the beginning if there is no such file.
   *
   * @throws DatasetException if the file belongs to something else
   */
  static ProducePosition load(Path file, String dataSet) {
    try {
      var stored = JSON.readTree(Files.readString(file));
      if (!stored.path("samples").isIntegralNumber()) {
        throw new DatasetException(file + " is no state file of produce");
      }
      if (!stored.path("data_set").asText().equals(dataSet)) {
        throw new DatasetException(
            "%s belongs to %s, not to %s; name another file or delete it"
                .formatted(file, stored.path("data_set").asText(), dataSet));
      }
      return new ProducePosition(dataSet, stored.path("samples").longValue());
    } catch (NoSuchFileException e) {
      return new ProducePosition(dataSet, 0);
    } catch (IOException e) {
      throw new DatasetException("%s is no state file of produce: %s".formatted(file, e), e);
    }
  }

  void store(Path file) {
    var json = JSON.createObjectNode().put("data_set", dataSet).put("samples", samples);
    var written = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (var channel =
          FileChannel.open(
              written,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        var bytes = StandardCharsets.UTF_8.encode(json + "\n");
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true); // before the old file goes
      }
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DatasetException("%s cannot be written: %s".formatted(file, e), e);
    }
  }
}
