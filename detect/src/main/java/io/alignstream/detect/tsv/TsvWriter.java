package io.alignstream.detect.tsv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends rows to a TSV file and their starts to its {@code .lineidx}. A file that is there is
 * continued: half a row at its end, left by a crash, is cut off. Not for several threads.
 */
public final class TsvWriter implements AutoCloseable {
  private final List<String> keys = new ArrayList<>();
  private final OutputStream rows;
  private final OutputStream index;
  private long at;

  /**
   * Opens or continues a file.
   *
   * @throws IOException if it cannot be written
   */
  public TsvWriter(Path file) throws IOException {
    var starts = new StringBuilder();
    if (Files.exists(file)) {
      cutOffHalfRow(file);
      var present = TsvFile.open(file);
      for (int row = 0; row < present.rows(); row++) {
        keys.add(present.key(row));
        starts.append(present.start(row)).append('\n');
      }
      at = Files.size(file);
    }
    rows = output(file, StandardOpenOption.APPEND);
    index = output(TsvFile.lineIndex(file), StandardOpenOption.TRUNCATE_EXISTING);
    index.write(starts.toString().getBytes(UTF_8));
  }

  /** The first columns of all rows, those found included, in order. */
  public List<String> keys() {
    return List.copyOf(keys);
  }

  /**
   * Adds a row, whose first column ends at the first tab, and hands it to the file system.
   *
   * @param line the row without its end
   * @throws IOException if it cannot be written
   */
  public void write(String line) throws IOException {
    if (line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a row must not have a line break: " + line);
    }
    var bytes = (line + "\n").getBytes(UTF_8);
    index.write((at + "\n").getBytes(UTF_8));
    rows.write(bytes);
    rows.flush();
    index.flush();
    at += bytes.length;
    keys.add(line.substring(0, Math.max(0, line.indexOf('\t'))));
  }

  @Override
  public void close() throws IOException {
    try (rows;
        index) {
      rows.flush();
      index.flush();
    }
  }

  private static OutputStream output(Path file, StandardOpenOption how) throws IOException {
    return new BufferedOutputStream(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how));
  }

  private static void cutOffHalfRow(Path file) throws IOException {
    long end = 0;
    var bytes = MappedBytes.map(file);
    for (long i = bytes.size(); i > 0 && end == 0; i--) {
      end = bytes.at(i - 1) == '\n' ? i : 0;
    }
    if (end < bytes.size()) {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(end);
      }
    }
  }
}
