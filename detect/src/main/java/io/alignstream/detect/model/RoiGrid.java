package io.alignstream.detect.model;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.schemas.line.FloatMatrix;

/**
 * RoIAlign (He et al. 2017; torchvision's, not aligned) as two small matrices a region. A bin is
 * the mean of bilinear samples, and a bilinear sample is a product of a weight in y and one in x,
 * so that {@code pooled = rows · features · columnsᵀ}: two matrix products that TensorFlow runs
 * fast and derives.
 *
 * @param pooling bins and samples
 * @param scale cells a pixel: 1 / stride
 * @param height h, cells
 * @param width w, cells
 */
record RoiGrid(DetectorConfig.Pooling pooling, float scale, int height, int width) {

  /** Where a region lies on the feature map; equal ones pool the same. */
  record Window(float x, float y, float width, float height) {}

  /** The window of a box; at least one cell in each direction. */
  Window window(FloatMatrix boxes, int row) {
    float x1 = boxes.get(row, 0) * scale;
    float y1 = boxes.get(row, 1) * scale;
    float x2 = boxes.get(row, 2) * scale;
    float y2 = boxes.get(row, 3) * scale;
    return new Window(x1, y1, Math.max(x2 - x1, 1), Math.max(y2 - y1, 1));
  }

  /** Weights of the feature map's rows, [P, h], added from {@code at} on. */
  void rows(Window window, float[] to, int at) {
    weights(window.y, window.height, height, to, at);
  }

  /** Weights of its columns, [P, w], added from {@code at} on. */
  void columns(Window window, float[] to, int at) {
    weights(window.x, window.width, width, to, at);
  }

  private void weights(float start, float length, int cells, float[] to, int at) {
    int bins = pooling.side();
    float bin = length / bins;
    int samples = pooling.samples() > 0 ? pooling.samples() : (int) Math.ceil(length / bins);
    for (int p = 0; p < bins; p++) {
      for (int i = 0; i < samples; i++) {
        float place = start + p * bin + (i + 0.5f) * bin / samples;
        if (place >= -1 && place <= cells) {
          add(Math.max(place, 0), cells, 1f / samples, to, at + p * cells);
        }
      }
    }
  }

  /** Linear interpolation between two cells; beyond the last there is only it. */
  private static void add(float place, int cells, float share, float[] to, int at) {
    int low = (int) place;
    if (low >= cells - 1) {
      to[at + cells - 1] += share;
    } else {
      float high = place - low;
      to[at + low] += (1 - high) * share;
      to[at + low + 1] += high * share;
    }
  }
}
