package io.alignstream.schemas.line;

import java.util.function.Function;

/** Where an event's image is. */
public sealed interface ImageSource {
  /** The encoded image (JPEG, PNG, …) itself. */
  record Inline(Bytes bytes) implements ImageSource {
    @Override
    public <R> R fold(
        Function<Inline, R> inline, Function<Uri, R> uri, Function<Features, R> features) {
      return inline.apply(this);
    }
  }

  /** A place to fetch the encoded image from. */
  record Uri(String uri) implements ImageSource {
    @Override
    public <R> R fold(
        Function<Inline, R> inline, Function<Uri, R> uri, Function<Features, R> features) {
      return uri.apply(this);
    }
  }

  /** Region features extracted elsewhere, by their key. */
  record Features(String key) implements ImageSource {
    @Override
    public <R> R fold(
        Function<Inline, R> inline, Function<Uri, R> uri, Function<Features, R> features) {
      return features.apply(this);
    }
  }

  /** Joins all branches. */
  <R> R fold(Function<Inline, R> inline, Function<Uri, R> uri, Function<Features, R> features);
}
