package io.alignstream.parse.counting;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * What a count has recorded, in one file that is replaced at once.
 *
 * @param source the corpus
 * @param position where in the corpus the count stands
 * @param captions how many were counted
 * @param nextRun number of the next run
 * @param runs names of the runs that hold the counts
 */
record CountState(String source, String position, long captions, long nextRun, List<String> runs) {
  private static final String FILE = "count.json";
  private static final JsonMapper JSON = new JsonMapper();

  CountState {
    runs = List.copyOf(runs);
  }

  static CountState empty(String source) {
    return new CountState(source, "", 0, 1, List.of());
  }

  static Optional<CountState> read(Path folder) {
    var file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), CountState.class));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is no record of a count: " + e.getMessage(), e);
    }
  }

  void write(Path folder) {
    var draft = folder.resolve(FILE + ".part");
    try {
      try (var channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(this)));
        channel.force(true);
      }
      Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(draft + " cannot be written: " + e.getMessage(), e);
    }
  }
}
