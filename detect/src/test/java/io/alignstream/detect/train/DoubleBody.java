package io.alignstream.detect.train;

import io.alignstream.detect.config.TrunkConfig;
import io.alignstream.encode.runtime.ParameterValues;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ResNeXt to C4 in double precision, loop by loop: what the numbers are without float32's rounding.
 *
 * @param weights by their checkpoint names
 */
record DoubleBody(ParameterValues weights, TrunkConfig.ResNeXt config) {
  private static final String BODY = "backbone.body.";

  /** A map [C, h, w]. */
  static final class Planes {
    private final int channels;
    private final int height;
    private final int width;
    private final double[] values;

    Planes(int channels, int height, int width, double[] values) {
      this.channels = channels;
      this.height = height;
      this.width = width;
      this.values = values;
    }

    /** Channel by channel, row by row. */
    double value(int at) {
      return values[at];
    }

    double at(int channel, int y, int x) {
      boolean inside = y >= 0 && y < height && x >= 0 && x < width;
      return inside ? values[(channel * height + y) * width + x] : 0;
    }
  }

  /** C4 as {@code c4}, and before the last ReLU of each block its input, by the block's name. */
  Map<String, Planes> run(FloatBuffer pixels, int height, int width) {
    var image = new double[3 * height * width];
    for (int i = 0; i < image.length; i++) {
      image[i % 3 * height * width + i / 3] = pixels.get(i);
    }
    var inputs = new LinkedHashMap<String, Planes>();
    var stem = new Planes(3, height, width, image);
    var x = pooled(relu(normed(conv(stem, BODY + "stem.conv1", 2, 1), BODY + "stem.bn1")));
    for (int stage = 1; stage <= 3; stage++) {
      for (int i = 0; i < config.blocks().get(stage - 1); i++) {
        var name = "layer%d.%d".formatted(stage, i);
        var sum = block(x, BODY + name + ".", stage > 1 && i == 0 ? 2 : 1, i == 0);
        inputs.put(name, sum);
        x = relu(sum);
      }
    }
    inputs.put("c4", x);
    return inputs;
  }

  private Planes block(Planes x, String block, int stride, boolean first) {
    var narrow = relu(normed(conv(x, block + "conv1", 1, 1), block + "bn1"));
    var grouped =
        relu(normed(conv(narrow, block + "conv2", stride, config.groups()), block + "bn2"));
    var wide = normed(conv(grouped, block + "conv3", 1, 1), block + "bn3");
    var shortcut =
        first ? normed(conv(x, block + "downsample.0", stride, 1), block + "downsample.1") : x;
    for (int i = 0; i < wide.values.length; i++) {
      wide.values[i] += shortcut.values[i];
    }
    return wide;
  }

  private Planes conv(Planes x, String name, int stride, int groups) {
    var shape = weights.parameters().shape(name + ".weight"); // [out, in / groups, k, k]
    var kernel = values(name + ".weight");
    int out = shape.get(0).intValue();
    int in = shape.get(1).intValue();
    int size = shape.get(2).intValue();
    int height = (x.height - 1) / stride + 1;
    int width = (x.width - 1) / stride + 1;
    var values = new double[out * height * width];
    for (int o = 0; o < out; o++) {
      int from = o / (out / groups) * in;
      for (int cell = 0; cell < height * width; cell++) {
        int top = cell / width * stride - size / 2;
        int left = cell % width * stride - size / 2;
        double sum = 0;
        for (int i = 0; i < in; i++) {
          for (int k = 0; k < size * size; k++) {
            sum +=
                kernel[(o * in + i) * size * size + k]
                    * x.at(from + i, top + k / size, left + k % size);
          }
        }
        values[o * height * width + cell] = sum;
      }
    }
    return new Planes(out, height, width, values);
  }

  private Planes normed(Planes x, String name) {
    int cells = x.height * x.width;
    var mean = values(name + ".running_mean");
    var variance = values(name + ".running_var");
    var weight = values(name + ".weight");
    var bias = values(name + ".bias");
    for (int i = 0; i < x.values.length; i++) {
      int c = i / cells;
      x.values[i] = (x.values[i] - mean[c]) * weight[c] / Math.sqrt(variance[c]) + bias[c];
    }
    return x;
  }

  private double[] values(String name) {
    var buffer = weights.floats(name);
    var values = new double[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.get(i);
    }
    return values;
  }

  private static Planes relu(Planes x) {
    var values = x.values.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
    return new Planes(x.channels, x.height, x.width, values);
  }

  /** The largest of 3 × 3 at every second cell; nothing is below 0. */
  private static Planes pooled(Planes x) {
    int height = (x.height - 1) / 2 + 1;
    int width = (x.width - 1) / 2 + 1;
    var values = new double[x.channels * height * width];
    for (int i = 0; i < values.length; i++) {
      int cell = i % (height * width);
      for (int k = 0; k < 9; k++) {
        int y = cell / width * 2 + k / 3 - 1;
        values[i] =
            Math.max(values[i], x.at(i / (height * width), y, cell % width * 2 + k % 3 - 1));
      }
    }
    return new Planes(x.channels, height, width, values);
  }
}
