package io.alignstream.detect.stage;

import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Regions;
import java.util.List;

/** Finds regions in images, a batch at a time. Thread-safe until it is closed. */
public interface Detector extends AutoCloseable {
  /** Which weights it runs. */
  String modelVersion();

  /** One outcome an image, in order; boxes are in pixels of the image given. */
  List<Outcome<Regions>> detect(List<DecodedImage> images);

  /** Gives back what it holds outside the heap, if anything. */
  @Override
  default void close() {}

  /** For a line whose events all name features extracted elsewhere: pixels are refused. */
  static Detector none() {
    return new Detector() {
      @Override
      public String modelVersion() {
        return "none";
      }

      @Override
      public List<Outcome<Regions>> detect(List<DecodedImage> images) {
        var reason =
            Reason.of(
                "detect",
                Reason.Code.INVALID_EVENT,
                "no detector is set (alignstream.detect.model): an event needs a features_key");
        return images.stream().map(image -> Outcome.<Regions>rejected(reason)).toList();
      }
    };
  }
}
