package io.alignstream.ingest.decode;

import io.alignstream.schemas.line.DecodedImage;
import java.util.Arrays;

/** Pixels as seen, filled in by the order in which they are stored. */
final class Canvas {
  private final int width;
  private final int height;
  private final Orientation orientation;
  private final int first;
  private final int right;
  private final int down;
  private final byte[] rgb;

  /**
   * A black canvas.
   *
   * @param width width of the stored image in pixels
   * @param height its height
   * @param orientation how it is seen
   */
  Canvas(int width, int height, Orientation orientation) {
    this.width = width;
    this.height = height;
    this.orientation = orientation;
    this.first = orientation.first(width, height);
    this.right = orientation.right(width, height);
    this.down = orientation.down(width, height);
    this.rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
  }

  void fillWhite() {
    Arrays.fill(rgb, (byte) 255);
  }

  /** Sets a pixel by its place in the stored image; samples from 0 to 255. */
  void put(int x, int y, int red, int green, int blue) {
    int at = 3 * (first + x * right + y * down);
    rgb[at] = (byte) red;
    rgb[at + 1] = (byte) green;
    rgb[at + 2] = (byte) blue;
  }

  /** Lays a pixel with alpha (0 transparent, 255 opaque) on white. */
  void putOnWhite(int x, int y, int red, int green, int blue, int alpha) {
    put(x, y, onWhite(red, alpha), onWhite(green, alpha), onWhite(blue, alpha));
  }

  /** The picture; the canvas must not be used again. */
  DecodedImage image() {
    return DecodedImage.wrap(
        orientation.seenWidth(width, height), orientation.seenHeight(width, height), rgb);
  }

  private static int onWhite(int sample, int alpha) {
    return (sample * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
