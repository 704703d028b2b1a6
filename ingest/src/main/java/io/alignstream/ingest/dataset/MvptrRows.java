package io.alignstream.ingest.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MVPTR's list: {@code [{"text", "image_id", "label", "phrases"}, …]}, the last two optional
 * ({@code general_dataset.py}). A phrase is a list of one to three words. The label becomes an
 * attribute.
 */
final class MvptrRows implements Rows {
  private final JsonItems items;

  MvptrRows(Path file) {
    this.items = new JsonItems(file, "");
  }

  @Override
  public boolean hasNext() {
    return items.hasNext();
  }

  @Override
  public Row next() {
    var place = items.place();
    var item = items.next();
    var imageId = JsonItems.text(item, "image_id", place);
    var text = new Text(JsonItems.text(item, "text", place), phrases(item, place));
    var label = item.path("label");
    return new Row(
        imageId,
        imageId,
        Optional.of(text),
        label.isValueNode() && !label.isNull() ? Map.of("label", label.asText()) : Map.of(),
        place);
  }

  private static Optional<List<Phrase>> phrases(JsonNode item, String place) {
    if (!item.hasNonNull("phrases")) {
      return Optional.empty();
    }
    var phrases = new ArrayList<Phrase>();
    for (var words : item.get("phrases")) {
      if (!words.isArray() || words.isEmpty() || words.size() > 3) {
        throw new DatasetException(
            "%s: field phrases[%d] is no list of one to three words"
                .formatted(place, phrases.size()));
      }
      var phrase = new ArrayList<String>();
      words.forEach(word -> phrase.add(word.asText()));
      phrases.add(new Phrase(phrase));
    }
    return Optional.of(phrases);
  }

  @Override
  public double progress() {
    return items.progress();
  }

  @Override
  public void close() {
    items.close();
  }
}
