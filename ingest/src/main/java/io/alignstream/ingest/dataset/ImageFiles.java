package io.alignstream.ingest.dataset;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds the files of a data set's images in a directory.
 *
 * @param directory where relative names begin
 */
record ImageFiles(Path directory) {
  private static final List<String> ENDINGS =
      List.of(".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp");

  static boolean isImage(Path file) {
    var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /**
   * The file of a sample: its name, with an ending if it has none; a number also as COCO writes it,
   * in twelve digits.
   */
  Path of(Sample sample) {
    try {
      return names(sample.image())
          .map(directory::resolve)
          .filter(Files::isRegularFile)
          .findFirst()
          .orElseThrow(
              () ->
                  new DatasetException(
                      "%s: there is no image %s in %s"
                          .formatted(sample.place(), sample.image(), directory)));
    } catch (InvalidPathException e) {
      throw new DatasetException("%s: %s".formatted(sample.place(), e.getMessage()), e);
    }
  }

  private static Stream<String> names(String name) {
    var stems =
        name.matches("\\d{1,12}")
            ? Stream.of(name, "%012d".formatted(Long.parseLong(name)))
            : Stream.of(name);
    return Stream.concat(
        Stream.of(name), stems.flatMap(stem -> ENDINGS.stream().map(ending -> stem + ending)));
  }
}
