package io.alignstream.ingest.decode;

/**
 * How a stored image is turned to be seen, as EXIF 2.32 numbers it (tag 0x0112): the stored pixel
 * (x, y) of a width × height image is seen at {@code first + x * right + y * down} of the row-major
 * picture.
 */
enum Orientation {
  NORMAL(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  TURNED_RIGHT(true, true, false),
  TRANSVERSED(true, true, true),
  TURNED_LEFT(true, false, true);

  private final boolean sideways;
  private final boolean fromRight;
  private final boolean fromBelow;

  /**
   * How it is seen.
   *
   * @param sideways stored rows are seen as columns
   * @param fromRight the first stored pixel is seen at the right
   * @param fromBelow the first stored pixel is seen at the bottom
   */
  Orientation(boolean sideways, boolean fromRight, boolean fromBelow) {
    this.sideways = sideways;
    this.fromRight = fromRight;
    this.fromBelow = fromBelow;
  }

  /** The orientation of an EXIF value; anything but 2 to 8 is normal. */
  static Orientation ofExif(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : NORMAL;
  }

  int seenWidth(int width, int height) {
    return sideways ? height : width;
  }

  int seenHeight(int width, int height) {
    return sideways ? width : height;
  }

  /** Where the first stored pixel is seen. */
  int first(int width, int height) {
    int seenWidth = seenWidth(width, height);
    return (fromRight ? seenWidth - 1 : 0)
        + (fromBelow ? seenWidth * (seenHeight(width, height) - 1) : 0);
  }

  /** From a stored pixel to the one at its right. */
  int right(int width, int height) {
    return sideways ? vertical(width, height) : horizontal();
  }

  /** From a stored pixel to the one below it. */
  int down(int width, int height) {
    return sideways ? horizontal() : vertical(width, height);
  }

  private int horizontal() {
    return fromRight ? -1 : 1;
  }

  private int vertical(int width, int height) {
    return fromBelow ? -seenWidth(width, height) : seenWidth(width, height);
  }
}
