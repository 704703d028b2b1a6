package io.alignstream.detect.boxes;

import io.alignstream.schemas.line.FloatMatrix;

/** Areas, clipping and overlaps with the legacy widths ({@code bounding_box.py}). */
public final class Overlap {
  private Overlap() {}

  /** Area of one box in pixels, both borders counted. */
  public static float area(FloatMatrix boxes, int row) {
    return (boxes.get(row, 2) - boxes.get(row, 0) + 1)
        * (boxes.get(row, 3) - boxes.get(row, 1) + 1);
  }

  /** Boxes [R, 4·C] moved into the image; what lies outside of it becomes a line or a point. */
  public static FloatMatrix clip(FloatMatrix boxes, int width, int height) {
    var clipped = new float[boxes.rows() * boxes.columns()];
    boxes.buffer().get(clipped);
    for (int i = 0; i < clipped.length; i += 2) {
      clipped[i] = Math.max(0, Math.min(clipped[i], width - 1));
      clipped[i + 1] = Math.max(0, Math.min(clipped[i + 1], height - 1));
    }
    return FloatMatrix.wrap(boxes.rows(), boxes.columns(), clipped);
  }

  /** Intersection over union of every pair: [a's rows, b's rows]. */
  public static FloatMatrix iou(FloatMatrix a, FloatMatrix b) {
    var iou = new float[Math.multiplyExact(a.rows(), b.rows())];
    for (int i = 0; i < a.rows(); i++) {
      float areaA = area(a, i);
      for (int j = 0; j < b.rows(); j++) {
        float width = Math.min(a.get(i, 2), b.get(j, 2)) - Math.max(a.get(i, 0), b.get(j, 0)) + 1;
        float height = Math.min(a.get(i, 3), b.get(j, 3)) - Math.max(a.get(i, 1), b.get(j, 1)) + 1;
        float inter = Math.max(0, width) * Math.max(0, height);
        iou[i * b.rows() + j] = inter / (areaA + area(b, j) - inter);
      }
    }
    return FloatMatrix.wrap(a.rows(), b.rows(), iou);
  }
}
