package io.alignstream.ingest.dataset;

import io.alignstream.schemas.line.Text;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * COCO captions: {@code {"images": [{"id", "file_name"}, …], "annotations": [{"image_id",
 * "caption"}, …]}}, in any order. Images without captions come last. Memory holds the images' ids
 * and file names.
 */
final class CocoRows implements Rows {
  private final Path file;
  private final Map<String, String> fileNames = new LinkedHashMap<>();
  private final Set<String> captioned = new HashSet<>();
  private final JsonItems annotations;
  private Optional<Iterator<String>> uncaptioned = Optional.empty();

  CocoRows(Path file) {
    this.file = file;
    try (var images = new JsonItems(file, "images")) {
      while (images.hasNext()) {
        var place = images.place();
        var image = images.next();
        fileNames.put(
            JsonItems.text(image, "id", place), JsonItems.text(image, "file_name", place));
      }
    }
    this.annotations = new JsonItems(file, "annotations");
  }

  @Override
  public boolean hasNext() {
    return annotations.hasNext() || uncaptioned().hasNext();
  }

  @Override
  public Row next() {
    if (!annotations.hasNext()) {
      var id = uncaptioned().next();
      return new Row(
          id, fileName(id, file.toString()), Optional.empty(), Map.of(), file.toString());
    }
    var place = annotations.place();
    var annotation = annotations.next();
    var id = JsonItems.text(annotation, "image_id", place);
    captioned.add(id);
    return new Row(
        id,
        fileName(id, place),
        Optional.of(Text.of(JsonItems.text(annotation, "caption", place).strip())),
        Map.of(),
        place);
  }

  private String fileName(String id, String place) {
    var name = fileNames.get(id);
    if (name == null) {
      throw new DatasetException(
          "%s: field image_id is %s, which no entry of images has".formatted(place, id));
    }
    return name;
  }

  private Iterator<String> uncaptioned() {
    if (uncaptioned.isEmpty()) {
      uncaptioned =
          Optional.of(fileNames.keySet().stream().filter(id -> !captioned.contains(id)).iterator());
    }
    return uncaptioned.get();
  }

  @Override
  public double progress() {
    return annotations.progress();
  }

  @Override
  public void close() {
    annotations.close();
  }
}
