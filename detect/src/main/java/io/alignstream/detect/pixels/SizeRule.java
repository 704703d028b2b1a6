package io.alignstream.detect.pixels;

/**
 * How large the network sees an image ({@code transforms.py}, {@code Resize}).
 *
 * @param shortSide wanted length of the short side in pixels
 * @param longSide most pixels of the long side; the short side gives way
 */
public record SizeRule(int shortSide, int longSide) {
  /** At least one pixel each. */
  public SizeRule {
    if (shortSide < 1 || longSide < 1) {
      throw new IllegalArgumentException("sizes of %d and %d".formatted(shortSide, longSide));
    }
  }

  /**
   * The size after resizing; the long side is truncated and may miss the limit by a pixel.
   *
   * @throws IllegalArgumentException if the image is so narrow that a side would vanish
   */
  public Size apply(int width, int height) {
    double shorter = Math.min(width, height);
    double longer = Math.max(width, height);
    int size = shortSide;
    if (longer / shorter * size > longSide) {
      size = (int) Math.rint(longSide * shorter / longer);
    }
    if (Math.min(width, height) == size) {
      return new Size(width, height);
    }
    return width < height
        ? new Size(size, (int) ((double) size * height / width))
        : new Size((int) ((double) size * width / height), size);
  }
}
