package io.alignstream.parse.counting;

import io.alignstream.parse.files.Caption;
import io.alignstream.parse.files.CaptionFormat;
import io.alignstream.parse.files.CaptionReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The captions of files, one file after the other; the position is how many were read. */
public final class FileCaptions implements CaptionSource {
  private static final int AT_ONCE = 512;

  private final List<Path> files;
  private final String field;
  private final long allBytes;
  private int nextFile;
  private Optional<CaptionReader> reader = Optional.empty();
  private long read;
  private long bytesOfClosed;

  private FileCaptions(List<Path> files, String field) {
    this.files = List.copyOf(files);
    this.field = field;
    this.allBytes = files.stream().mapToLong(FileCaptions::size).sum();
  }

  /**
   * Opens files.
   *
   * @param position where to begin, empty for the first caption
   * @throws IllegalArgumentException if a file is missing, its name tells no format, or there are
   *     fewer captions than the position says
   */
  public static FileCaptions open(List<Path> files, String field, String position) {
    files.forEach(FileCaptions::format);
    var captions = new FileCaptions(files, field);
    captions.skip(position.isEmpty() ? 0 : Long.parseLong(position));
    return captions;
  }

  @Override
  public String name() {
    return name(files);
  }

  /** The name of files as a corpus: their places and sizes. */
  public static String name(List<Path> files) {
    return files.stream()
        .map(file -> file.toAbsolutePath().normalize() + " (" + size(file) + " bytes)")
        .collect(Collectors.joining(", "));
  }

  @Override
  public List<String> next() {
    var some = new ArrayList<String>(AT_ONCE);
    while (some.size() < AT_ONCE) {
      var caption = one();
      if (caption.isEmpty()) {
        break;
      }
      some.add(caption.get().text());
    }
    return some;
  }

  @Override
  public boolean isAtEnd() {
    return nextFile == files.size() && reader.isEmpty();
  }

  @Override
  public String position() {
    return Long.toString(read);
  }

  @Override
  public Progress progress() {
    return new Progress(bytesOfClosed + reader.map(CaptionReader::bytesRead).orElse(0L), allBytes);
  }

  @Override
  public void close() {
    reader.ifPresent(
        open -> {
          bytesOfClosed += open.bytesRead();
          open.close();
        });
    reader = Optional.empty();
  }

  private void skip(long captions) {
    while (read < captions) {
      if (one().isEmpty()) {
        throw new IllegalArgumentException(
            "there are only %d captions, but the count stands at %d: %s"
                .formatted(read, captions, name()));
      }
    }
  }

  private Optional<Caption> one() {
    while (reader.isPresent() || nextFile < files.size()) {
      if (reader.isEmpty()) {
        reader = Optional.of(open(files.get(nextFile++)));
      }
      var caption = reader.get().next();
      if (caption.isPresent()) {
        read++;
        return caption;
      }
      close();
    }
    return Optional.empty();
  }

  private CaptionReader open(Path file) {
    try {
      return CaptionReader.open(Files.newInputStream(file), file.toString(), format(file), field);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static CaptionFormat format(Path file) {
    return CaptionFormat.of(file)
        .orElseThrow(() -> new IllegalArgumentException(file + ": expected .json, .jsonl or .txt"));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    }
  }
}
