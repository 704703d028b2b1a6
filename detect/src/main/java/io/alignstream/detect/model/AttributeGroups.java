package io.alignstream.detect.model;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.select.Rows;
import io.alignstream.schemas.line.FloatMatrix;

/** Attribute logits to probabilities: one softmax over all, or one a group. */
final class AttributeGroups {
  private AttributeGroups() {}

  /** [D, T]; in groups, none (index 0) has probability 0. */
  static FloatMatrix probabilities(DetectorConfig config, FloatMatrix logits) {
    var groups = config.attributes().groups();
    if (groups.isEmpty()) {
      return Rows.softmax(logits);
    }
    var values = new float[logits.rows() * logits.columns()];
    int from = 1;
    for (int size : groups) {
      var group = Rows.softmax(Rows.columns(logits, from, size));
      for (int row = 0; row < logits.rows(); row++) {
        group.buffer().get(row * size, values, row * logits.columns() + from, size);
      }
      from += size;
    }
    return FloatMatrix.wrap(logits.rows(), logits.columns(), values);
  }
}
