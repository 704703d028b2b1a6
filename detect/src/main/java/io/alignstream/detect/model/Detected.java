package io.alignstream.detect.model;

import io.alignstream.detect.pixels.Size;
import io.alignstream.detect.select.AttributeRules;
import io.alignstream.detect.select.Detection;
import io.alignstream.detect.select.Proposals;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.List;

/**
 * All that the network found in one image; D detections of R proposals.
 *
 * @param size of the network's input, without padding; boxes are measured in it
 * @param map the feature map [h·w, C]
 * @param objectness of the anchors [h·w, A]
 * @param deltas of the anchors [h·w, 4·A]
 * @param proposals [R]
 * @param classLogits [R, L]
 * @param boxRegression [R, 4·L]
 * @param detections [D]
 * @param features box features of the proposals behind the detections [D, F]
 * @param attributes best first, a list a detection
 */
public record Detected(
    Size size,
    MapSize mapSize,
    FloatMatrix map,
    FloatMatrix objectness,
    FloatMatrix deltas,
    Proposals proposals,
    FloatMatrix classLogits,
    FloatMatrix boxRegression,
    List<Detection> detections,
    FloatMatrix features,
    List<List<AttributeRules.Scored>> attributes) {

  /** Cells of the feature map, padding included. */
  public record MapSize(int height, int width) {}

  /** Copies the lists; one row of features and one list of attributes a detection. */
  public Detected {
    detections = List.copyOf(detections);
    attributes = List.copyOf(attributes);
    if (features.rows() != detections.size() || attributes.size() != detections.size()) {
      throw new IllegalArgumentException(
          "%d detections, %d features, %d attributes"
              .formatted(detections.size(), features.rows(), attributes.size()));
    }
  }
}
