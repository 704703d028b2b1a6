package io.alignstream.ingest.decode;

import static io.alignstream.ingest.decode.TestImages.HEIGHT;
import static io.alignstream.ingest.decode.TestImages.WIDTH;
import static io.alignstream.ingest.decode.TestImages.assertPixels;
import static io.alignstream.ingest.decode.TestImages.decoded;
import static io.alignstream.ingest.decode.TestImages.encoded;
import static io.alignstream.ingest.decode.TestImages.latin1;
import static io.alignstream.ingest.decode.TestImages.patterned;
import static io.alignstream.ingest.decode.TestImages.picture;
import static io.alignstream.ingest.decode.TestImages.progressiveJpeg;
import static io.alignstream.ingest.decode.TestImages.rawJpeg;
import static io.alignstream.ingest.decode.TestImages.withAdobe;
import static io.alignstream.ingest.decode.TestImages.withExif;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEG in all its colours, turned as EXIF says. */
@SuppressWarnings("ArgumentSelectionDefectChecker") // turned images swap width and height
class JpegTest {
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
