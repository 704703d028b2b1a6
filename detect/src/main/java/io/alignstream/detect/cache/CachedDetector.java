package io.alignstream.detect.cache;

import io.alignstream.detect.stage.Detector;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Regions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A detector that does not look twice: not at an image seen before, nor at one twice in a batch.
 */
public final class CachedDetector implements Detector {
  private final Detector detector;
  private final DetectionCache cache;

  /** A detector behind a cache that it may share with others. */
  public CachedDetector(Detector detector, DetectionCache cache) {
    this.detector = detector;
    this.cache = cache;
  }

  @Override
  public String modelVersion() {
    return detector.modelVersion();
  }

  @Override
  public List<Outcome<Regions>> detect(List<DecodedImage> images) {
    var version = detector.modelVersion();
    Map<String, Outcome<Regions>> known = new LinkedHashMap<>();
    Map<String, DecodedImage> unknown = new LinkedHashMap<>();
    for (var image : images) {
      var hash = image.contentHash();
      if (!known.containsKey(hash) && !unknown.containsKey(hash)) {
        cache
            .find(hash, version)
            .ifPresentOrElse(
                regions -> known.put(hash, Outcome.accepted(regions)),
                () -> unknown.put(hash, image));
      }
    }
    var found =
        unknown.isEmpty()
            ? List.<Outcome<Regions>>of()
            : detector.detect(List.copyOf(unknown.values()));
    int next = 0;
    for (var hash : unknown.keySet()) {
      var outcome = found.get(next++);
      outcome.toOptional().ifPresent(regions -> cache.put(hash, version, regions));
      known.put(hash, outcome);
    }
    var inOrder = new ArrayList<Outcome<Regions>>();
    images.forEach(image -> inOrder.add(Objects.requireNonNull(known.get(image.contentHash()))));
    return List.copyOf(inOrder);
  }

  @Override
  public void close() {
    detector.close();
  }
}
