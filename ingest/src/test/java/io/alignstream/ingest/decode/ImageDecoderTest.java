package io.alignstream.ingest.decode;

import static io.alignstream.ingest.decode.TestImages.HEIGHT;
import static io.alignstream.ingest.decode.TestImages.WIDTH;
import static io.alignstream.ingest.decode.TestImages.assertPattern;
import static io.alignstream.ingest.decode.TestImages.assertPixels;
import static io.alignstream.ingest.decode.TestImages.assertRejected;
import static io.alignstream.ingest.decode.TestImages.decoded;
import static io.alignstream.ingest.decode.TestImages.encoded;
import static io.alignstream.ingest.decode.TestImages.latin1;
import static io.alignstream.ingest.decode.TestImages.pattern;
import static io.alignstream.ingest.decode.TestImages.patterned;
import static io.alignstream.ingest.decode.TestImages.picture;
import static io.alignstream.ingest.decode.TestImages.progressiveJpeg;
import static io.alignstream.ingest.decode.TestImages.rawJpeg;
import static io.alignstream.ingest.decode.TestImages.resource;
import static io.alignstream.ingest.decode.TestImages.withAdobe;
import static io.alignstream.ingest.decode.TestImages.withExif;
import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Reason.Code;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("ArgumentSelectionDefectChecker") // turned images swap width and height
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
  void refusesPngWithDamagedChunk() {
    var png = encoded(patterned(BufferedImage.TYPE_INT_RGB), "png");
    png[29] ^= 1; // the header's checksum
    assertRejected(png, Code.UNDECODABLE_IMAGE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsJpegAsLibjpegDoes(boolean progressive) throws IOException {
    var picture = patterned(BufferedImage.TYPE_INT_RGB);
    var jpeg = progressive ? progressiveJpeg(picture) : encoded(picture, "jpeg");
    var expected = ImageIO.read(new ByteArrayInputStream(jpeg));

    assertPixels(decoded(jpeg), WIDTH, HEIGHT, 0, expected::getRGB);
  }

  @Test
  void readsGreyJpegAsStored() {
    var picture = picture(BufferedImage.TYPE_BYTE_GRAY, (x, y) -> 0);
    picture.getRaster().setSamples(0, 0, WIDTH, HEIGHT, 0, filled(128));

    assertPixels(decoded(encoded(picture, "jpeg")), WIDTH, HEIGHT, 1, (x, y) -> 0x808080);
  }

  @Test
  void readsRgbJpegOfAdobe() {
    var jpeg = withAdobe(rawJpeg(samples(200, 100, 50)), 0);
    assertPixels(decoded(jpeg), WIDTH, HEIGHT, 2, (x, y) -> 200 << 16 | 100 << 8 | 50);
  }

  @Test
  void readsCmykJpeg() {
    // Cyan 51 of 255, magenta 102, yellow 0, black 51: paper left is 0.8.
    int expected = 163 << 16 | 122 << 8 | 204;
    assertPixels(decoded(rawJpeg(samples(51, 102, 0, 51))), WIDTH, HEIGHT, 2, (x, y) -> expected);
    assertPixels(
        decoded(withAdobe(rawJpeg(samples(204, 153, 255, 204)), 0)),
        WIDTH,
        HEIGHT,
        2,
        (x, y) -> expected);
  }

  @Test
  void readsYcckJpeg() {
    // RGB (51, 102, 0) is YCbCr (75, 86, 111); they stand for inverted inks (204, 153, 255).
    int expected = 163 << 16 | 122 << 8 | 204;
    assertPixels(
        decoded(withAdobe(rawJpeg(samples(75, 86, 111, 204)), 2)),
        WIDTH,
        HEIGHT,
        3,
        (x, y) -> expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0",
    "2, 36, 0",
    "3, 36, 22",
    "4, 0, 22",
    "5, 0, 0",
    "6, 22, 0",
    "7, 22, 36",
    "8, 0, 36"
  })
  void turnsByExif(int orientation, int cornerX, int cornerY) {
    // The stored corner is red, what is right of it green.
    var picture =
        picture(BufferedImage.TYPE_INT_RGB, (x, y) -> x < 10 && y < 10 ? 0xff0000 : 0x0000ff);
    var image = decoded(withExif(encoded(picture, "jpeg"), orientation));

    assertThat(image.width()).isEqualTo(orientation < 5 ? WIDTH : HEIGHT);
    assertThat(image.height()).isEqualTo(orientation < 5 ? HEIGHT : WIDTH);
    assertThat(image.pixel(cornerX, cornerY) >> 16).isGreaterThan(200);
    assertThat(image.pixel(image.width() - 1 - cornerX, image.height() - 1 - cornerY) & 0xff)
        .isGreaterThan(200);
  }

  @Test
  void turnsRightAsEveryPixelTells() {
    var stored = decoded(encoded(patterned(BufferedImage.TYPE_INT_RGB), "jpeg"));
    var seen = decoded(withExif(encoded(patterned(BufferedImage.TYPE_INT_RGB), "jpeg"), 6));

    // EXIF 2.32: 6 means that the stored top row is seen as the right column.
    assertPixels(seen, HEIGHT, WIDTH, 0, (x, y) -> stored.pixel(y, HEIGHT - 1 - x));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MM", "MM\0*\u00ff\u00ff\u00ff\u00ff", "MM\0*\0\0\0\10\u00ff\u00ff"})
  void damagedExifTurnsNothing(String block) {
    var jpeg = encoded(patterned(BufferedImage.TYPE_INT_RGB), "jpeg");
    var marked = TestImages.withSegment(jpeg, 0xe1, latin1(Exif.PREFIX + block));

    assertThat(decoded(marked)).isEqualTo(decoded(jpeg));
  }

  @Test
  void damagedProfileAndCommentHurtNothing() {
    var jpeg = encoded(patterned(BufferedImage.TYPE_INT_RGB), "jpeg");
    var marked =
        TestImages.withSegment(
            TestImages.withSegment(jpeg, 0xe2, latin1("ICC_PROFILE\0\1\1broken")),
            0xfe,
            new byte[9]);

    assertThat(decoded(marked)).isEqualTo(decoded(jpeg));
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

  @Test
  void readsLosslessWebp() {
    assertPattern(resource("lossless.webp"));
  }

  @Test
  void readsLosslessWebpWithAlpha() {
    var expected = decoded(resource("alpha.png"));
    assertPixels(decoded(resource("lossless-alpha.webp")), WIDTH, HEIGHT, 0, expected::pixel);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossy", "lossy-alpha"})
  void readsLossyWebp(String name) {
    var expected = decoded(resource(name + ".png")); // by libwebp's dwebp -nofancy
    // The WebP reader is not exact to the bit: up to 4 here, 45 dB PSNR on a photograph.
    assertPixels(decoded(resource(name + ".webp")), WIDTH, HEIGHT, 6, expected::pixel);
  }

  @Test
  void turnsWebpByItsExif() {
    assertPixels(
        decoded(resource("turned.webp")), HEIGHT, WIDTH, 0, (x, y) -> pattern(y, HEIGHT - 1 - x));
  }

  @Test
  void readsFirstFrameOfAnimatedWebp() {
    assertPixels(
        decoded(resource("animated.webp")),
        WIDTH + 4,
        HEIGHT + 2,
        0,
        (x, y) -> x < 4 || y < 2 ? 0xffffff : TestImages.smooth(x - 4, y - 2));
  }

  @Test
  void saysThatUncompressedWebpAlphaIsNotSupported() {
    String message =
        TestImages.outcome(resource("raw-alpha.webp")).fold(i -> "", Reason::message, id -> "");
    assertThat(message).contains("uncompressed alpha");
  }

  @Test
  void refusesWhatIsNoImage() {
    assertRejected(new byte[0], Code.UNDECODABLE_IMAGE);
    assertRejected(latin1("<html>not found</html>"), Code.UNDECODABLE_IMAGE);
    assertRejected(latin1("RIFF\4\0\0\0WAVE"), Code.UNDECODABLE_IMAGE);
    assertRejected(new byte[1000], Code.UNDECODABLE_IMAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp", "progressive", "rle", "webp", "alpha.webp"})
  void refusesEveryTruncation(String kind) {
    var file =
        switch (kind) {
          case "progressive" -> progressiveJpeg(patterned(BufferedImage.TYPE_INT_RGB));
          case "webp" -> resource("lossy.webp");
          case "alpha.webp" -> resource("lossy-alpha.webp");
          case "rle" ->
              encoded(
                  patterned(BufferedImage.TYPE_BYTE_INDEXED),
                  "bmp",
                  parameters -> {
                    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                    parameters.setCompressionType("BI_RLE8");
                    return parameters;
                  });
          case "gif" -> encoded(patterned(BufferedImage.TYPE_BYTE_INDEXED), "gif");
          default -> encoded(patterned(BufferedImage.TYPE_INT_RGB), kind);
        };
    int needed = kind.equals("gif") ? file.length - 1 : file.length; // a GIF may lack its trailer
    for (int length = 0; length < needed; length++) {
      assertRejected(Arrays.copyOf(file, length), Code.UNDECODABLE_IMAGE);
    }
  }

  @Test
  void refusesJpegWhoseScanEndsEarlyBeforeAnEndMarker() {
    var jpeg = encoded(patterned(BufferedImage.TYPE_INT_RGB), "jpeg");
    var cut = Arrays.copyOf(jpeg, jpeg.length * 2 / 3);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;

    assertRejected(cut, Code.UNDECODABLE_IMAGE);
  }

  @Test
  void refusesPngWhosePixelStreamEndsEarly() {
    var header = pngChunk("IHDR", "\0\0\0\4\0\0\0\4\10\2\0\0\0");
    var deflated = "x\u009cc\0\0\0\1\0\1"; // one byte where 52 are needed
    assertRejected(
        latin1(PngImage.SIGNATURE + header + pngChunk("IDAT", deflated) + pngChunk("IEND", "")),
        Code.UNDECODABLE_IMAGE);
  }

  @Test
  void bitsBehindTheEndAreNotTakenForZeros() {
    // Found by damage: 65,536 groups of Huffman codes were read from nothing, for 95 s.
    var webp = resource("lossy-alpha.webp");
    int[] at = {12, 13, 39, 55, 57, 68};
    int[] value = {0xe7, 0xc5, 0xc9, 0xca, 0xd0, 0x7e};
    for (int i = 0; i < at.length; i++) {
      webp[at[i]] = (byte) value[i];
    }
    assertRejected(webp, Code.UNDECODABLE_IMAGE);
  }

  @Test
  void refusesTooManyPixelsBeforeDecodingThem() {
    // 60,000 × 60,000 pixels of nothing, in 68 bytes.
    var bomb = encoded(patterned(BufferedImage.TYPE_INT_RGB), "png");
    bomb[18] = (byte) 0xea;
    bomb[19] = 0x60;
    bomb[22] = (byte) 0xea;
    bomb[23] = 0x60;
    repairHeader(bomb);

    assertRejected(bomb, Code.IMAGE_TOO_LARGE);
  }

  @Test
  void limitsBothPixelsAndSides() {
    var png = Bytes.wrap(encoded(patterned(BufferedImage.TYPE_INT_RGB), "png"));

    assertThat(code(new DecodeSettings(WIDTH * HEIGHT, WIDTH), png)).isEqualTo("accepted");
    assertThat(code(new DecodeSettings(WIDTH * HEIGHT - 1, WIDTH), png))
        .isEqualTo("IMAGE_TOO_LARGE");
    assertThat(code(new DecodeSettings(WIDTH * HEIGHT, WIDTH - 1), png))
        .isEqualTo("IMAGE_TOO_LARGE");
  }

  private static String code(DecodeSettings settings, Bytes file) {
    return new ImageDecoder(settings)
        .decode(file)
        .fold(image -> "accepted", reason -> reason.code().name(), id -> "deleted");
  }

  private static String pngChunk(String type, String content) {
    var checksum = new java.util.zip.CRC32();
    checksum.update(latin1(type + content));
    return u32(content.length()) + type + content + u32(checksum.getValue());
  }

  private static String u32(long value) {
    return "%c%c%c%c"
        .formatted(
            (char) (value >> 24 & 0xff),
            (char) (value >> 16 & 0xff),
            (char) (value >> 8 & 0xff),
            (char) (value & 0xff));
  }

  private static void repairHeader(byte[] png) {
    var checksum = new java.util.zip.CRC32();
    checksum.update(png, 12, 17);
    for (int i = 0; i < 4; i++) {
      png[29 + i] = (byte) (checksum.getValue() >> (24 - 8 * i));
    }
  }

  private static int onWhite(int argb) {
    int alpha = argb >>> 24;
    int seen = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      seen |= (((argb >> shift & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255) << shift;
    }
    return seen;
  }

  private static Raster samples(int... pixel) {
    var raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, pixel.length, null);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        raster.setPixel(x, y, pixel);
      }
    }
    return raster;
  }

  private static int[] filled(int value) {
    var filled = new int[WIDTH * HEIGHT];
    Arrays.fill(filled, value);
    return filled;
  }
}
