package io.alignstream.detect.tsv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of tab-separated values, by number. Where rows start is read from the {@code .lineidx}
 * beside the file (one decimal offset a line) if it fits, and found by reading the file once
 * otherwise: the reference counts characters, which are bytes only in plain ASCII. Safe for several
 * threads.
 */
public final class TsvFile {
  private final Path path;
  private final MappedBytes bytes;
  private final long[] starts;

  private TsvFile(Path path, MappedBytes bytes, long[] starts) {
    this.path = path;
    this.bytes = bytes;
    this.starts = starts;
  }

  /**
   * Opens a file.
   *
   * @throws TsvException if it cannot be read
   */
  public static TsvFile open(Path path) {
    var bytes = MappedBytes.map(path);
    var index = lineIndex(path);
    if (Files.isReadable(index)) {
      var starts = read(index);
      if (fits(starts, bytes)) {
        return new TsvFile(path, bytes, starts);
      }
    }
    return new TsvFile(path, bytes, scan(bytes));
  }

  /** The index that belongs to a file: {@code predictions.lineidx} of {@code predictions.tsv}. */
  public static Path lineIndex(Path path) {
    return path.resolveSibling(path.getFileName().toString().replaceFirst("\\.tsv$", ".lineidx"));
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** Number of rows. */
  public int rows() {
    return starts.length;
  }

  /** Where a row starts, in bytes. */
  public long start(int row) {
    return starts[row];
  }

  /** The columns of a row. */
  public List<String> row(int row) {
    return Arrays.asList(new String(line(row), UTF_8).split("\t", -1));
  }

  /** The first column of a row, without reading the others. */
  public String key(int row) {
    long end = starts[row];
    long limit = end(row);
    while (end < limit && bytes.at(end) != '\t') {
      end++;
    }
    return new String(bytes.copy(starts[row], end), UTF_8);
  }

  private byte[] line(int row) {
    long end = end(row);
    while (end > starts[row] && (bytes.at(end - 1) == '\n' || bytes.at(end - 1) == '\r')) {
      end--;
    }
    return bytes.copy(starts[row], end);
  }

  private long end(int row) {
    return row + 1 < starts.length ? starts[row + 1] : bytes.size();
  }

  private static long[] read(Path index) {
    try (var lines = Files.lines(index)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .mapToLong(Long::parseLong)
          .toArray();
    } catch (IOException | NumberFormatException e) {
      throw new TsvException(index, "is not one offset a line: " + e.getMessage(), e);
    }
  }

  /** Characters drift from bytes, so that an index in characters does not know its last row. */
  private static boolean fits(long[] starts, MappedBytes bytes) {
    if (starts.length == 0) {
      return bytes.size() == 0;
    }
    long last = starts[starts.length - 1];
    if (starts[0] != 0 || last >= bytes.size() || (last > 0 && bytes.at(last - 1) != '\n')) {
      return false;
    }
    for (long at = last; at < bytes.size() - 1; at++) {
      if (bytes.at(at) == '\n') {
        return false;
      }
    }
    return true;
  }

  private static long[] scan(MappedBytes bytes) {
    var starts = new long[1024];
    int count = 0;
    long start = 0;
    for (long at = 0; at < bytes.size(); at++) {
      if (bytes.at(at) == '\n' || at == bytes.size() - 1) {
        starts = count == starts.length ? Arrays.copyOf(starts, 2 * count) : starts;
        starts[count++] = start;
        start = at + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }
}
