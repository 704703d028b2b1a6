package io.alignstream.deploy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Which files of a directory are images, by their names. */
final class ImageNames {
  private static final List<String> SUFFIXES =
      List.of(".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp");

  private ImageNames() {}

  /** All of them, by name. */
  static List<Path> in(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(ImageNames::isImage).sorted().toList();
    }
  }

  private static boolean isImage(Path file) {
    var name = file.toString().toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }
}
