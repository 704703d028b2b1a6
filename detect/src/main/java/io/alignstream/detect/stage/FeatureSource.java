package io.alignstream.detect.stage;

import io.alignstream.schemas.line.Regions;
import java.util.Optional;

/** Region features extracted elsewhere, by key. Thread-safe. */
public interface FeatureSource {
  /** The regions under a key. */
  Optional<Regions> find(String key);

  /** A source that holds nothing. */
  static FeatureSource none() {
    return key -> Optional.empty();
  }
}
