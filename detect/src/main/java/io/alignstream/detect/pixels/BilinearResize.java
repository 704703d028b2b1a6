package io.alignstream.detect.pixels;

import io.alignstream.schemas.line.DecodedImage;
import java.nio.ByteBuffer;

/**
 * Pillow's antialiased bilinear resize of 8-bit channels, bit for bit ({@code Resample.c}): first
 * along rows, then along columns, each with 22-bit fixed-point weights and rounded to bytes.
 */
final class BilinearResize {
  private static final int PRECISION_BITS = 32 - 8 - 2;
  private static final int HALF = 1 << (PRECISION_BITS - 1);

  /** Fixed-point weights of one output row or column: {@code from[i] … from[i] + length}. */
  private static final class Taps {
    private final int[] from;
    private final int[][] weights;

    Taps(int size) {
      from = new int[size];
      weights = new int[size][];
    }
  }

  private BilinearResize() {}

  /** Red, green, blue of every pixel: [height, width, 3]. */
  static byte[] resize(DecodedImage image, Size size) {
    var rgb = image.rgb();
    var source = new byte[rgb.remaining()];
    rgb.get(source);
    var wide =
        size.width() == image.width()
            ? source
            : alongRows(source, image.width(), image.height(), size.width());
    return size.height() == image.height()
        ? wide
        : alongColumns(wide, size.width(), image.height(), size.height());
  }

  private static byte[] alongRows(byte[] source, int width, int height, int newWidth) {
    var taps = taps(width, newWidth);
    var out = new byte[Math.multiplyExact(3 * height, newWidth)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < newWidth; x++) {
        var weights = taps.weights[x];
        int at = 3 * (y * width + taps.from[x]);
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        for (int weight : weights) {
          red += (source[at++] & 0xff) * weight;
          green += (source[at++] & 0xff) * weight;
          blue += (source[at++] & 0xff) * weight;
        }
        int to = 3 * (y * newWidth + x);
        out[to] = clip(red);
        out[to + 1] = clip(green);
        out[to + 2] = clip(blue);
      }
    }
    return out;
  }

  private static byte[] alongColumns(byte[] source, int width, int height, int newHeight) {
    var taps = taps(height, newHeight);
    int stride = 3 * width;
    var out = new byte[Math.multiplyExact(stride, newHeight)];
    var sums = new int[stride];
    var to = ByteBuffer.wrap(out);
    for (int y = 0; y < newHeight; y++) {
      java.util.Arrays.fill(sums, HALF);
      int at = stride * taps.from[y];
      for (int weight : taps.weights[y]) {
        for (int i = 0; i < stride; i++) {
          sums[i] += (source[at + i] & 0xff) * weight;
        }
        at += stride;
      }
      for (int sum : sums) {
        to.put(clip(sum));
      }
    }
    return out;
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
  }

  private static Taps taps(int size, int newSize) {
    double scale = (double) size / newSize;
    double support = Math.max(scale, 1);
    var taps = new Taps(newSize);
    for (int i = 0; i < newSize; i++) {
      double centre = (i + 0.5) * scale;
      int first = Math.max(0, (int) (centre - support + 0.5));
      int last = Math.min(size, (int) (centre + support + 0.5));
      var exact = new double[last - first];
      double sum = 0;
      for (int k = 0; k < exact.length; k++) {
        exact[k] = Math.max(0, 1 - Math.abs((k + first - centre + 0.5) * (1 / support)));
        sum += exact[k];
      }
      taps.from[i] = first;
      taps.weights[i] = new int[exact.length];
      for (int k = 0; k < exact.length; k++) {
        taps.weights[i][k] = (int) (0.5 + exact[k] / sum * (1 << PRECISION_BITS));
      }
    }
    return taps;
  }
}
