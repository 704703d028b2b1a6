package io.alignstream.heads.metrics;

import io.alignstream.schemas.line.Box;

/** Intersection over union. */
public final class BoxOverlap {
  private BoxOverlap() {}

  /**
   * IoU of two boxes, 0 to 1; touching boxes have 0. Source: {@code compute_iou} of the reference's
   * {@code run_re.py}.
   */
  public static double iou(Box a, Box b) {
    double width = (double) Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1());
    double height = (double) Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1());
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double intersection = width * height;
    return intersection / (area(a) + area(b) - intersection);
  }

  private static double area(Box box) {
    return ((double) box.x2() - box.x1()) * ((double) box.y2() - box.y1());
  }
}
