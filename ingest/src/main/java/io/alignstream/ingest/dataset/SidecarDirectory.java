package io.alignstream.ingest.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.schemas.line.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory of images, and of those below it, by their paths. The captions of {@code cat.jpg} are
 * the lines of {@code cat.txt}, or {@code cat.json}: {@code {"captions": [texts], "attributes":
 * {name: text}}}, {@code {"caption": text}}, or a list of texts. An image without such a file has
 * no captions. Memory holds the paths.
 */
final class SidecarDirectory implements Samples {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final List<Path> images;
  private int given;

  SidecarDirectory(Path directory) {
    this.directory = directory;
    try (var files = Files.walk(directory)) {
      this.images =
          files
              .filter(file -> ImageFiles.isImage(file) && Files.isRegularFile(file))
              .sorted()
              .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DatasetException("%s cannot be read: %s".formatted(directory, e), e);
    }
  }

  @Override
  public boolean hasNext() {
    return given < images.size();
  }

  @Override
  public Sample next() {
    var image = images.get(given++);
    var id = directory.relativize(image).toString().replace('\\', '/');
    var captions = new ArrayList<Text>();
    var attributes = new HashMap<String, String>();
    sidecar(image, ".txt").ifPresent(file -> captions.addAll(lines(file)));
    sidecar(image, ".json").ifPresent(file -> readJson(file, captions, attributes));
    return new Sample(id, image.toString(), captions, attributes, image.toString());
  }

  private static Optional<Path> sidecar(Path image, String ending) {
    var name = image.getFileName().toString();
    var file = image.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  private static List<Text> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .map(Text::of)
          .toList();
    } catch (MalformedInputException e) {
      throw new DatasetException(file + " is not in UTF-8", e);
    } catch (IOException e) {
      throw new DatasetException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static void readJson(Path file, List<Text> captions, Map<String, String> attributes) {
    JsonNode json;
    try {
      json = JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new DatasetException("%s: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new DatasetException("%s cannot be read: %s".formatted(file, e), e);
    }
    if (json.isArray() || json.has("captions")) {
      var list = json.isArray() ? json : json.get("captions");
      for (int i = 0; i < list.size(); i++) {
        captions.add(Text.of(text(list.get(i), file, "captions[%d]".formatted(i))));
      }
    } else {
      captions.add(Text.of(text(json.path("caption"), file, "caption")));
    }
    json.path("attributes")
        .properties()
        .forEach(e -> attributes.put(e.getKey(), text(e.getValue(), file, e.getKey())));
  }

  private static String text(JsonNode value, Path file, String field) {
    if (!value.isTextual()) {
      throw new DatasetException("%s: field %s is missing or no text".formatted(file, field));
    }
    return value.asText();
  }

  @Override
  public double progress() {
    return images.isEmpty() ? 1 : (double) given / images.size();
  }

  @Override
  public void close() {}
}
