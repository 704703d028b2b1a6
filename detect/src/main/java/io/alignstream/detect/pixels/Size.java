package io.alignstream.detect.pixels;

/** A size in pixels. */
public record Size(int width, int height) {
  /** At least one pixel. */
  public Size {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("%d × %d pixels".formatted(width, height));
    }
  }
}
