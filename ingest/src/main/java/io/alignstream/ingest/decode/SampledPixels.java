package io.alignstream.ingest.decode;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;

/**
 * Pixels of an ImageIO image as 8-bit RGB on white.
 *
 * <p>Samples are taken as they are stored: Java's own conversion brightens grey images, whose
 * colour space it holds for linear. Of 16-bit samples the upper 8 bits count, as libpng's {@code
 * strip_16} does it for OpenCV and Pillow, with which the models' training images were read.
 */
final class SampledPixels {
  private SampledPixels() {}

  /** Draws an image on a canvas with its upper left corner at a place. */
  static void draw(BufferedImage image, Canvas canvas, int left, int top) throws IOException {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      drawIndexed(image, palette, canvas, left, top);
    } else if (image.getColorModel() instanceof ComponentColorModel) {
      drawComponents(image, canvas, left, top);
    } else {
      drawPacked(image, canvas, left, top);
    }
  }

  private static void drawIndexed(
      BufferedImage image, IndexColorModel palette, Canvas canvas, int left, int top) {
    var colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    var row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getSamples(0, y, row.length, 1, 0, row);
      for (int x = 0; x < row.length; x++) {
        putArgb(canvas, left + x, top + y, row[x] < colours.length ? colours[row[x]] : 0);
      }
    }
  }

  /** One value a band: grey, grey and alpha, RGB, or RGB and alpha. */
  private static void drawComponents(BufferedImage image, Canvas canvas, int left, int top)
      throws IOException {
    int bands = image.getRaster().getNumBands();
    int shift = image.getColorModel().getComponentSize(0) - 8;
    if (bands > 4 || shift > 8) {
      throw new BadImageException("%d bands of %d bits".formatted(bands, shift + 8));
    }
    var row = new int[bands * image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getPixels(0, y, image.getWidth(), 1, row);
      for (int x = 0, at = 0; x < image.getWidth(); x++, at += bands) {
        int red = row[at] >> shift;
        int green = bands > 2 ? row[at + 1] >> shift : red;
        int blue = bands > 2 ? row[at + 2] >> shift : red;
        int alpha = bands % 2 == 0 ? row[at + bands - 1] >> shift : 255;
        canvas.putOnWhite(left + x, top + y, red, green, blue, alpha);
      }
    }
  }

  /** Several samples in one number; such images are sRGB. */
  private static void drawPacked(BufferedImage image, Canvas canvas, int left, int top) {
    var row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++) {
        putArgb(canvas, left + x, top + y, row[x]);
      }
    }
  }

  private static void putArgb(Canvas canvas, int x, int y, int argb) {
    canvas.putOnWhite(x, y, argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff, argb >>> 24);
  }
}
