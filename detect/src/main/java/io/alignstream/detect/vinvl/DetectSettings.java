package io.alignstream.detect.vinvl;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.alignstream.detect.cache.CachedDetector;
import io.alignstream.detect.cache.DetectionCache;
import io.alignstream.detect.stage.Detector;
import io.alignstream.detect.stage.FeatureSource;
import io.alignstream.detect.tsv.TsvFeatures;
import io.alignstream.encode.runtime.DeviceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a node detects with.
 *
 * @param model directory of a trained detector
 * @param features directory of features extracted elsewhere
 * @param device where it runs
 * @param cache directory that keeps detections
 * @param cacheBytes most bytes of it
 */
public record DetectSettings(
    Optional<Path> model,
    Optional<Path> features,
    DeviceSettings device,
    Optional<Path> cache,
    long cacheBytes) {

  /** Reads {@code alignstream.detect}. */
  public static DetectSettings from(Config section) {
    return new DetectSettings(
        path(section, "model"),
        path(section, "features"),
        DeviceSettings.from(section.getConfig("device")),
        path(section, "cache.directory"),
        section.getBytes("cache.max-bytes"));
  }

  /** The same, with this cache unless there is one. */
  public DetectSettings cachingIn(Path directory) {
    return new DetectSettings(
        model, features, device, Optional.of(cache.orElse(directory)), cacheBytes);
  }

  /** Opens the trained detector, behind the cache if there is one; none without a model. */
  public Detector detector() {
    return model.map(this::open).orElseGet(Detector::none);
  }

  private Detector open(Path directory) {
    var detector = VinvlDetector.open(directory, device);
    if (cache.isEmpty()) {
      return detector;
    }
    try {
      return new CachedDetector(detector, DetectionCache.open(cache.get(), cacheBytes));
    } catch (IOException e) {
      throw new ConfigException.Generic(
          "alignstream.detect.cache.directory: %s cannot be used: %s"
              .formatted(cache.get(), e.getMessage()),
          e);
    }
  }

  /** Features extracted elsewhere, if there are any. */
  public FeatureSource featureSource() {
    return features.<FeatureSource>map(TsvFeatures::open).orElseGet(FeatureSource::none);
  }

  private static Optional<Path> path(Config section, String key) {
    var text = section.getString(key);
    return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
  }
}
