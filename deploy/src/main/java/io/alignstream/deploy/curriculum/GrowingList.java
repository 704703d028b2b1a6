package io.alignstream.deploy.curriculum;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A list of dictionaries, one a line, that grows image by image. A list that is there is continued:
 * of its last image, whose lines may be missing in part, everything is written again.
 */
final class GrowingList implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String IMAGE = "image_id";

  private final int images;
  private final BufferedWriter out;

  private GrowingList(int images, BufferedWriter out) {
    this.images = images;
    this.out = out;
  }

  /**
   * Opens or continues a list.
   *
   * @throws IOException if it cannot be read or written
   */
  static GrowingList open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    int images = Files.exists(file) ? cutOffLastImage(file) : 0;
    return new GrowingList(
        images,
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  private static int cutOffLastImage(Path file) throws IOException {
    long at = 0;
    long lastBegins = 0;
    int images = 0;
    var last = "";
    try (var lines = Files.newBufferedReader(file)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var image = line.endsWith("}") ? JSON.readTree(line).path(IMAGE).asText() : last;
        if (!image.equals(last)) {
          images++;
          last = image;
          lastBegins = at;
        }
        at += line.getBytes(StandardCharsets.UTF_8).length + 1;
      }
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(lastBegins);
    }
    return Math.max(0, images - 1);
  }

  /** Images that are written. */
  int images() {
    return images;
  }

  /** Adds an image's entries, of which there is at least one. */
  void add(List<Map<String, ?>> entries) throws IOException {
    for (var entry : entries) {
      out.write(JSON.writeValueAsString(entry));
      out.write('\n');
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
