package io.alignstream.heads.data;

import io.alignstream.schemas.line.Regions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Function;

/** Images by key. Safe for several threads. */
@FunctionalInterface
public interface ImageInputs {
  /**
   * Region features and tags of an image.
   *
   * @throws DataException if there are none of that key; names it
   */
  ImageInput find(String imageKey);

  /**
   * Of rows found elsewhere, such as in {@code predictions.tsv}.
   *
   * @param source what messages name
   */
  static ImageInputs of(Path source, Function<String, Optional<Regions>> regions) {
    return key ->
        regions
            .apply(key)
            .map(ImageInput::of)
            .orElseThrow(
                () -> new DataException(source, "no features of image '%s'".formatted(key)));
  }

  /**
   * The same, of files whose keys carry a prefix and zeros, as COCO's: image 42 is {@code
   * COCO_val2014_000000000042} there.
   *
   * @param keys all keys of the source
   */
  static ImageInputs numbered(
      Path source, Collection<String> keys, Function<String, Optional<Regions>> regions) {
    var full = new HashMap<String, String>();
    keys.forEach(key -> full.put(Keys.number(key), key));
    return of(source, key -> Optional.ofNullable(full.get(Keys.number(key))).flatMap(regions));
  }
}
