package io.alignstream.heads.data;

import io.alignstream.schemas.line.FloatMatrix;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Images in the reference's {@code .pt} files: features as a dictionary from key to tensor [R, F],
 * tags as one from key to a text, a list of names, or a dictionary whose {@code class} is such a
 * list. Features stay in the mapped file until they are asked for.
 */
public final class TorchImages implements ImageInputs {
  private final TorchTable features;
  private final TorchTable tags;

  private TorchImages(TorchTable features, TorchTable tags) {
    this.features = features;
    this.tags = tags;
  }

  /**
   * Opens both files.
   *
   * @throws DataException if one is missing or no dictionary
   */
  public static TorchImages open(Path features, Path tags) {
    return new TorchImages(TorchTable.ofImages(features), TorchTable.ofImages(tags));
  }

  @Override
  public ImageInput find(String imageKey) {
    var key = Keys.plain(imageKey);
    if (!features.has(key)) {
      throw new DataException(features.file(), "no features of image '%s'".formatted(key));
    }
    FloatMatrix matrix = features.matrix(key);
    return new ImageInput(matrix, tags(key, tags.get(key)), List.of());
  }

  private List<String> tags(String key, Object value) {
    if (value instanceof String text) {
      return text.isBlank() ? List.of() : List.of(text);
    }
    if (value instanceof Map<?, ?> map) {
      var classes = map.get("class");
      if (classes == null) {
        throw new DataException(tags.file(), "entry '%s': no field 'class'".formatted(key));
      }
      return tags.texts(key, classes);
    }
    return tags.texts(key, value);
  }
}
