package io.alignstream.detect.stage;

import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Regions;
import java.util.List;

/** Finds regions in images, a batch at a time. Thread-safe. */
public interface Detector {
  /** Which weights it runs. */
  String modelVersion();

  /** One outcome an image, in order; boxes are in pixels of the image given. */
  List<Outcome<Regions>> detect(List<DecodedImage> images);
}
