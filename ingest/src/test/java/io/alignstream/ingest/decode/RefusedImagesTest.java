package io.alignstream.ingest.decode;

import static io.alignstream.ingest.decode.TestImages.HEIGHT;
import static io.alignstream.ingest.decode.TestImages.WIDTH;
import static io.alignstream.ingest.decode.TestImages.assertRejected;
import static io.alignstream.ingest.decode.TestImages.encoded;
import static io.alignstream.ingest.decode.TestImages.latin1;
import static io.alignstream.ingest.decode.TestImages.patterned;
import static io.alignstream.ingest.decode.TestImages.progressiveJpeg;
import static io.alignstream.ingest.decode.TestImages.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Reason.Code;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused: damage, truncation, too many pixels. */
@SuppressWarnings("ArgumentSelectionDefectChecker") // turned images swap width and height
class RefusedImagesTest {
  @Test
  void refusesPngWithDamagedChunk() {
    var png = encoded(patterned(BufferedImage.TYPE_INT_RGB), "png");
    png[29] ^= 1; // the header's checksum
    assertRejected(png, Code.UNDECODABLE_IMAGE);
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
}
