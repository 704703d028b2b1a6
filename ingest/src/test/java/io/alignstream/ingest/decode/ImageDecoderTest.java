package io.alignstream.ingest.decode;

import static io.alignstream.ingest.decode.TestImages.HEIGHT;
import static io.alignstream.ingest.decode.TestImages.WIDTH;
import static io.alignstream.ingest.decode.TestImages.assertPattern;
import static io.alignstream.ingest.decode.TestImages.assertPixels;
import static io.alignstream.ingest.decode.TestImages.decoded;
import static io.alignstream.ingest.decode.TestImages.encoded;
import static io.alignstream.ingest.decode.TestImages.latin1;
import static io.alignstream.ingest.decode.TestImages.pattern;
import static io.alignstream.ingest.decode.TestImages.patterned;
import static io.alignstream.ingest.decode.TestImages.picture;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PNG, GIF and BMP. */
class ImageDecoderTest {
  @Test
  void readsTruecolourPng() {
    assertPattern(encoded(patterned(BufferedImage.TYPE_INT_RGB), "png"));
  }

  @Test
  void laysAlphaOnWhite() {
    IntBinaryOperator faint =
        (x, y) -> ((x * 255 / (WIDTH - 1)) << 24) | (pattern(x, y) & 0xffffff);
    var png = encoded(picture(BufferedImage.TYPE_INT_ARGB, faint), "png");

    assertPixels(decoded(png), WIDTH, HEIGHT, 0, (x, y) -> onWhite(faint.applyAsInt(x, y)));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void readsGreyAndPalettesAsStored(int type) {
    var picture = patterned(type);
    boolean grey = type == BufferedImage.TYPE_BYTE_GRAY;

    assertPixels(
        decoded(encoded(picture, "png")),
        WIDTH,
        HEIGHT,
        0,
        (x, y) -> grey ? 0x010101 * picture.getRaster().getSample(x, y, 0) : picture.getRGB(x, y));
  }

  @Test
  void keepsTheUpperHalfOf16BitGrey() {
    var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    for (int x = 0; x < WIDTH; x++) {
      picture.getRaster().setSample(x, 3, 0, x * 1800);
    }
    assertPixels(
        decoded(encoded(picture, "png")),
        WIDTH,
        HEIGHT,
        0,
        (x, y) -> y == 3 ? 0x010101 * ((x * 1800) >> 8) : 0);
  }

  @Test
  void reads16BitColourWithAlpha() {
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_USHORT);
    var raster = model.createCompatibleWritableRaster(2, 1);
    raster.setPixel(0, 0, new int[] {0xff00, 0x8040, 0x1234, 0xffff});
    raster.setPixel(1, 0, new int[] {0xff00, 0x8040, 0x1234, 0});
    var png = encoded(new BufferedImage(model, raster, false, null), "png");

    assertPixels(decoded(png), 2, 1, 0, (x, y) -> x == 0 ? 0xff8012 : 0xffffff);
  }

  @Test
  void readsInterlacedPng() {
    var png =
        encoded(
            patterned(BufferedImage.TYPE_INT_RGB),
            "png",
            parameters -> {
              parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
              return parameters;
            });
    assertPattern(png);
  }

  @Test
  void readsGif() throws IOException {
    var gif = encoded(patterned(BufferedImage.TYPE_BYTE_INDEXED), "gif");
    var expected = ImageIO.read(new ByteArrayInputStream(gif));

    assertPixels(decoded(gif), WIDTH, HEIGHT, 0, expected::getRGB);
  }

  @Test
  void firstGifFrameStandsOnItsScreen() {
    // A 4 × 3 screen; a frame of 2 × 1 pixels, red and transparent, at (1, 2).
    var gif =
        latin1(
            "GIF89a\4\0\3\0\200\0\0\u00ff\0\0\0\0\u00ff!\u00f9\4\1\0\0\1\0,\1\0\2\0\2\0\1\0\0\2\2D\12\0;");
    assertPixels(decoded(gif), 4, 3, 0, (x, y) -> x == 1 && y == 2 ? 0xff0000 : 0xffffff);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_USHORT_555_RGB,
        BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_INT_RGB
      })
  void readsBmp(int type) {
    var picture = patterned(type);
    assertPixels(decoded(encoded(picture, "bmp")), WIDTH, HEIGHT, 0, picture::getRGB);
  }

  @Test
  void readsRunLengthBmp() {
    var picture = patterned(BufferedImage.TYPE_BYTE_INDEXED);
    var bmp =
        encoded(
            picture,
            "bmp",
            parameters -> {
              parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
              parameters.setCompressionType("BI_RLE8");
              return parameters;
            });
    assertPixels(decoded(bmp), WIDTH, HEIGHT, 0, picture::getRGB);
  }

  private static int onWhite(int argb) {
    int alpha = argb >>> 24;
    int seen = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      seen |= (((argb >> shift & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255) << shift;
    }
    return seen;
  }
}
