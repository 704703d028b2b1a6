package io.alignstream.detect.stage;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.encode.batch.BatchSettings;
import io.alignstream.encode.batch.MicroBatch;
import io.alignstream.schemas.line.DecodedEvent;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.DetectedEvent;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Regions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Finds each event's regions: by the detector, or under its features key. */
public final class DetectStage {
  private DetectStage() {}

  /** One outcome out per outcome in, in order. */
  public static <C>
      FlowWithContext<Outcome<DecodedEvent>, C, Outcome<DetectedEvent>, C, NotUsed> flow(
          Detector detector, FeatureSource features, BatchSettings settings, Executor inference) {
    return MicroBatch.flow(
        "detect", events -> detect(detector, features, events), settings, inference);
  }

  private static List<Outcome<DetectedEvent>> detect(
      Detector detector, FeatureSource features, List<DecodedEvent> events) {
    var images = new ArrayList<DecodedImage>();
    events.forEach(event -> event.sight().fold(pixels -> images.add(pixels.image()), key -> false));
    var detected = (images.isEmpty() ? List.<Outcome<Regions>>of() : detector.detect(images));
    var next = detected.iterator();
    return events.stream()
        .map(
            event ->
                event
                    .sight()
                    .fold(pixels -> next.next(), key -> find(features, key.key()))
                    .map(regions -> new DetectedEvent(event.event(), regions)))
        .toList();
  }

  private static Outcome<Regions> find(FeatureSource features, String key) {
    return features
        .find(key)
        .map(Outcome::accepted)
        .orElseGet(
            () ->
                Outcome.rejected(
                    Reason.of(
                        "detect",
                        Reason.Code.UNKNOWN_FEATURES,
                        "no features under features_key '%s'".formatted(key))));
  }
}
