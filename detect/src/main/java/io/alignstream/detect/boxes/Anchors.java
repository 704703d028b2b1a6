package io.alignstream.detect.boxes;

import io.alignstream.schemas.line.FloatMatrix;
import java.util.BitSet;
import java.util.List;

/** Reference boxes of a region proposal network ({@code anchor_generator.py}). */
public final class Anchors {
  private Anchors() {}

  /**
   * The anchors of one cell: [A, 4], ratios outside, sizes inside.
   *
   * @param stride pixels a cell; the base window is {@code 0 … stride - 1}
   * @param sizes square roots of the anchors' areas, in pixels
   * @param ratios height over width; the width and height of a ratio's window are rounded first
   */
  public static FloatMatrix cell(int stride, List<Double> sizes, List<Double> ratios) {
    var anchors = new float[ratios.size() * sizes.size() * 4];
    double centre = 0.5 * (stride - 1);
    int at = 0;
    for (double ratio : ratios) {
      double width = Math.rint(Math.sqrt(stride * stride / ratio));
      double height = Math.rint(width * ratio);
      for (double size : sizes) {
        double halfWidth = 0.5 * (width * (size / stride) - 1);
        double halfHeight = 0.5 * (height * (size / stride) - 1);
        anchors[at++] = (float) (centre - halfWidth);
        anchors[at++] = (float) (centre - halfHeight);
        anchors[at++] = (float) (centre + halfWidth);
        anchors[at++] = (float) (centre + halfHeight);
      }
    }
    return FloatMatrix.wrap(at / 4, 4, anchors);
  }

  /** The anchors of a feature map: [height · width · A, 4], in the order (y, x, anchor). */
  public static FloatMatrix grid(FloatMatrix cell, int stride, int height, int width) {
    int perCell = cell.rows();
    var anchors = new float[Math.multiplyExact(height * width * 4, perCell)];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int a = 0; a < perCell; a++) {
          anchors[at++] = x * stride + cell.get(a, 0);
          anchors[at++] = y * stride + cell.get(a, 1);
          anchors[at++] = x * stride + cell.get(a, 2);
          anchors[at++] = y * stride + cell.get(a, 3);
        }
      }
    }
    return FloatMatrix.wrap(at / 4, 4, anchors);
  }

  /** Which anchors lie in the image, or straddle its border by at most so many pixels. */
  public static BitSet visible(FloatMatrix anchors, int width, int height, int straddle) {
    var visible = new BitSet(anchors.rows());
    for (int i = 0; i < anchors.rows(); i++) {
      visible.set(
          i,
          anchors.get(i, 0) >= -straddle
              && anchors.get(i, 1) >= -straddle
              && anchors.get(i, 2) < width + straddle
              && anchors.get(i, 3) < height + straddle);
    }
    return visible;
  }
}
