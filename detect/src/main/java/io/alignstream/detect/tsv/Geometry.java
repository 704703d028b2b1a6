package io.alignstream.detect.tsv;

import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Region;
import java.util.List;

/** The box at the end of a region feature: x1, y1, x2, y2, w, h over the image's size. */
public final class Geometry {
  /** Columns it adds. */
  public static final int COLUMNS = 6;

  private Geometry() {}

  /** Box features [R, F] with their regions' geometry: [R, F + 6]. */
  public static FloatMatrix append(
      FloatMatrix features, List<Region> regions, float width, float height) {
    int columns = features.columns();
    var out = new float[features.rows() * (columns + COLUMNS)];
    for (int i = 0; i < features.rows(); i++) {
      int at = i * (columns + COLUMNS);
      features.buffer().get(i * columns, out, at, columns);
      var box = regions.get(i).box();
      float x1 = box.x1() / width;
      float y1 = box.y1() / height;
      float x2 = box.x2() / width;
      float y2 = box.y2() / height;
      out[at + columns] = x1;
      out[at + columns + 1] = y1;
      out[at + columns + 2] = x2;
      out[at + columns + 3] = y2;
      out[at + columns + 4] = x2 - x1;
      out[at + columns + 5] = y2 - y1;
    }
    return FloatMatrix.wrap(features.rows(), columns + COLUMNS, out);
  }
}
