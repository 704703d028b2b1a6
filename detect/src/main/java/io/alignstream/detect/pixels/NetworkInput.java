package io.alignstream.detect.pixels;

import io.alignstream.schemas.line.DecodedImage;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * How pixels enter the network.
 *
 * @param sizes the size rule
 * @param mean what is subtracted from blue, green and red (0 … 255), in this order
 * @param divisibility the batch's height and width become multiples of this; 0 and 1 leave them
 */
public record NetworkInput(SizeRule sizes, List<Double> mean, int divisibility) {
  /** Three means. */
  public NetworkInput {
    mean = List.copyOf(mean);
    if (mean.size() != 3 || divisibility < 0) {
      throw new IllegalArgumentException(
          "three channel means are needed, not %s, and a divisibility from 0".formatted(mean));
    }
  }

  /** The size in which the network sees an image. */
  public Size size(DecodedImage image) {
    return sizes.apply(image.width(), image.height());
  }

  /** The smallest batch size that holds all. */
  public Size batchSize(List<Size> images) {
    int width = images.stream().mapToInt(Size::width).max().orElse(1);
    int height = images.stream().mapToInt(Size::height).max().orElse(1);
    return new Size(roundUp(width), roundUp(height));
  }

  /**
   * Writes one resized image at the buffer's position: blue, green, red minus mean, [H, W, 3], zero
   * (the mean) right of it and below.
   *
   * @param batch the padded size; the position moves on by its height · width · 3
   */
  public void write(DecodedImage image, Size batch, FloatBuffer to) {
    var size = size(image);
    var rgb = BilinearResize.resize(image, size);
    float blue = mean.get(0).floatValue();
    float green = mean.get(1).floatValue();
    float red = mean.get(2).floatValue();
    var row = new float[3 * batch.width()];
    int at = 0;
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < 3 * size.width(); x += 3) {
        row[x + 2] = (rgb[at++] & 0xff) - red;
        row[x + 1] = (rgb[at++] & 0xff) - green;
        row[x] = (rgb[at++] & 0xff) - blue;
      }
      to.put(row);
    }
    var nothing = new float[row.length];
    for (int y = size.height(); y < batch.height(); y++) {
      to.put(nothing);
    }
  }

  private int roundUp(int length) {
    return divisibility < 2 ? length : (length + divisibility - 1) / divisibility * divisibility;
  }
}
