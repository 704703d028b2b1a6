package io.alignstream.ingest.fetch;

import io.alignstream.schemas.line.Bytes;
import java.util.function.Function;

/** An event's image before decoding. */
public sealed interface Original {
  /** The encoded image (JPEG, PNG, …). */
  record Encoded(Bytes bytes) implements Original {
    @Override
    public <R> R fold(Function<Encoded, R> encoded, Function<FeaturesKey, R> features) {
      return encoded.apply(this);
    }
  }

  /** No image, but the key of regions that were extracted elsewhere. */
  record FeaturesKey(String key) implements Original {
    @Override
    public <R> R fold(Function<Encoded, R> encoded, Function<FeaturesKey, R> features) {
      return features.apply(this);
    }
  }

  /** Joins both branches. */
  <R> R fold(Function<Encoded, R> encoded, Function<FeaturesKey, R> features);
}
