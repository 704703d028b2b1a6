package io.alignstream.schemas.line;

import java.util.function.Function;

/** What the detector gets to see of an event's image. */
public sealed interface Sight {
  /** The pixels. */
  record Pixels(DecodedImage image) implements Sight {
    @Override
    public <R> R fold(Function<Pixels, R> pixels, Function<FeaturesKey, R> features) {
      return pixels.apply(this);
    }
  }

  /** No pixels, but the key of regions that were extracted elsewhere. */
  record FeaturesKey(String key) implements Sight {
    @Override
    public <R> R fold(Function<Pixels, R> pixels, Function<FeaturesKey, R> features) {
      return features.apply(this);
    }
  }

  /** Joins both branches. */
  <R> R fold(Function<Pixels, R> pixels, Function<FeaturesKey, R> features);
}
