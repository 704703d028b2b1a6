package io.alignstream.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntBinaryOperator;
import java.util.function.UnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;

/** Images of every kind, made by the JDK's writers or by hand, and what is asserted of them. */
final class TestImages {
  static final int WIDTH = 37;
  static final int HEIGHT = 23;

  private static final ImageDecoder DECODER =
      new ImageDecoder(new DecodeSettings(1_000_000, 10_000));

  private TestImages() {}

  /** A picture of the default size; pixels as {@code 0xAARRGGBB}. */
  static BufferedImage picture(int type, IntBinaryOperator pixel) {
    var picture = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.setRGB(x, y, pixel.applyAsInt(x, y));
      }
    }
    return picture;
  }

  /** Every pixel is another colour, none of them symmetric. */
  static int pattern(int x, int y) {
    return 0xff000000
        | ((x * 255 / (WIDTH - 1)) << 16)
        | ((y * 255 / (HEIGHT - 1)) << 8)
        | (x * 7 + y * 13) % 256;
  }

  /** Colours that survive lossy compression. */
  static int smooth(int x, int y) {
    int s = (int) (127 + 100 * Math.sin(x / 9.0));
    int t = (int) (127 + 100 * Math.cos(y / 7.0));
    return 0xff000000 | s << 16 | t << 8 | (s + t) / 2;
  }

  static BufferedImage patterned(int type) {
    return picture(type, TestImages::pattern);
  }

  static byte[] encoded(BufferedImage picture, String format) {
    return encoded(picture, format, parameters -> parameters);
  }

  static byte[] encoded(
      BufferedImage picture, String format, UnaryOperator<ImageWriteParam> parameters) {
    return encoded(new IIOImage(picture, null, null), format, parameters);
  }

  static byte[] progressiveJpeg(BufferedImage picture) {
    return encoded(
        picture,
        "jpeg",
        parameters -> {
          parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
          return parameters;
        });
  }

  /** A JPEG of raw samples, without any APP segment. */
  static byte[] rawJpeg(Raster samples) {
    return encoded(new IIOImage(samples, null, null), "jpeg", TestImages::best);
  }

  static ImageWriteParam best(ImageWriteParam parameters) {
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(1);
    return parameters;
  }

  private static byte[] encoded(
      IIOImage image, String format, UnaryOperator<ImageWriteParam> parameters) {
    var out = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName(format).next();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      var chosen = parameters.apply(writer.getDefaultWriteParam());
      var metadata =
          image.hasRaster()
              ? null
              : writer.getDefaultImageMetadata(
                  new ImageTypeSpecifier(image.getRenderedImage()), chosen);
      image.setMetadata(metadata);
      writer.write(null, image, chosen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** A JPEG with one more segment behind its start marker. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(0xff);
    out.write(marker);
    out.write((content.length + 2) >> 8);
    out.write(content.length + 2);
    out.writeBytes(content);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /** Adobe's segment with a colour transform: 0 none, 1 YCbCr, 2 YCCK. */
  static byte[] withAdobe(byte[] jpeg, int transform) {
    return withSegment(jpeg, 0xee, latin1("Adobe\0d\0\0\0\0" + (char) transform));
  }

  static byte[] withExif(byte[] jpeg, int orientation) {
    return withSegment(jpeg, 0xe1, latin1(Exif.PREFIX + tiff(orientation, true)));
  }

  /** A TIFF block whose only entry is the orientation. */
  static String tiff(int orientation, boolean bigEndian) {
    char o = (char) orientation;
    return bigEndian
        ? "MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0" + o + "\0\0\0\0\0\0"
        : "II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0" + o + "\0\0\0\0\0\0\0";
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] resource(String name) {
    try (var in = TestImages.class.getResourceAsStream("/images/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Outcome<DecodedImage> outcome(byte[] file) {
    return DECODER.decode(Bytes.copyOf(file));
  }

  static DecodedImage decoded(byte[] file) {
    return outcome(file)
        .fold(
            image -> image,
            reason -> {
              throw new AssertionError(reason.toString());
            },
            imageId -> {
              throw new AssertionError(imageId);
            });
  }

  /** Every pixel is as expected ({@code 0xRRGGBB}), up to a difference of each sample. */
  static void assertPixels(
      DecodedImage image, int width, int height, int tolerance, IntBinaryOperator expected) {
    assertThat(image.width()).isEqualTo(width);
    assertThat(image.height()).isEqualTo(height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int wanted = expected.applyAsInt(x, y) & 0xffffff;
        int actual = image.pixel(x, y);
        assertThat(difference(wanted, actual))
            .as("(%d, %d): %06x for %06x", x, y, actual, wanted)
            .isLessThanOrEqualTo(tolerance);
      }
    }
  }

  static void assertPattern(byte[] file) {
    assertPixels(decoded(file), WIDTH, HEIGHT, 0, TestImages::pattern);
  }

  static void assertRejected(byte[] file, Reason.Code code) {
    String verdict =
        outcome(file).fold(image -> "accepted", reason -> reason.code().name(), id -> "");
    assertThat(verdict).as("%d bytes", file.length).isEqualTo(code.name());
  }

  private static int difference(int a, int b) {
    int most = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      most = Math.max(most, Math.abs((a >> shift & 0xff) - (b >> shift & 0xff)));
    }
    return most;
  }
}
