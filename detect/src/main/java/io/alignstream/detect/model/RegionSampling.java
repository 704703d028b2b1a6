package io.alignstream.detect.model;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.List;
import java.util.Map;

/** RoIAlign's weights for training: the regions of several images in one run. */
public final class RegionSampling {
  private RegionSampling() {}

  /** Cells of the feature map along a side of so many pixels. */
  public static int cells(DetectorConfig config, int pixels) {
    int cells = pixels;
    for (int stride = config.trunk().stride(); stride > 1; stride /= 2) {
      cells = (cells + 1) / 2; // every halving rounds up
    }
    return cells;
  }

  /**
   * Values for {@code rows} [N, K·P, h], {@code columns} [N·K·P, P, w] and {@code regions}, the
   * indices of those that count among the N·K: images with fewer than K are filled up.
   */
  public static Map<String, Feed> feeds(
      DetectorConfig config, Size batch, List<FloatMatrix> regions) {
    int height = cells(config, batch.height());
    int width = cells(config, batch.width());
    int bins = config.pooling().side();
    int each = Math.max(1, regions.stream().mapToInt(FloatMatrix::rows).max().orElse(1));
    var grid = new RoiGrid(config.pooling(), 1f / config.trunk().stride(), height, width);
    int all = regions.size() * each;
    var rows = new float[all * bins * height];
    var columns = new float[all * bins * bins * width];
    var counting = new int[regions.stream().mapToInt(FloatMatrix::rows).sum()];
    int next = 0;
    for (int n = 0; n < regions.size(); n++) {
      for (int k = 0; k < regions.get(n).rows(); k++) {
        int at = n * each + k;
        var window = grid.window(regions.get(n), k);
        grid.rows(window, rows, at * bins * height);
        int first = at * bins * bins * width;
        grid.columns(window, columns, first);
        for (int p = 1; p < bins; p++) {
          System.arraycopy(columns, first, columns, first + p * bins * width, bins * width);
        }
        counting[next++] = at;
      }
    }
    return Map.of(
        "rows",
        Feed.floats(List.of((long) regions.size(), (long) each * bins, (long) height), rows),
        "columns",
        Feed.floats(List.of((long) all * bins, (long) bins, (long) width), columns),
        "regions",
        Feed.ints(List.of((long) counting.length), counting));
  }
}
