package io.alignstream.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Reason.Code;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to an image's bytes, the decoder answers. */
class DamagedImagesTest {
  private static final ImageDecoder DECODER = new ImageDecoder(new DecodeSettings(250_000, 4_000));

  private static final Map<String, byte[]> WHOLE =
      Map.of(
          "png", TestImages.encoded(TestImages.patterned(BufferedImage.TYPE_INT_ARGB), "png"),
          "palette",
              TestImages.encoded(TestImages.patterned(BufferedImage.TYPE_BYTE_INDEXED), "png"),
          "jpeg", TestImages.encoded(TestImages.patterned(BufferedImage.TYPE_INT_RGB), "jpeg"),
          "progressive",
              TestImages.progressiveJpeg(TestImages.patterned(BufferedImage.TYPE_INT_RGB)),
          "gif", TestImages.encoded(TestImages.patterned(BufferedImage.TYPE_BYTE_INDEXED), "gif"),
          "bmp", TestImages.encoded(TestImages.patterned(BufferedImage.TYPE_3BYTE_BGR), "bmp"),
          "lossless", TestImages.resource("lossless-alpha.webp"),
          "lossy", TestImages.resource("lossy-alpha.webp"),
          "animated", TestImages.resource("animated.webp"));

  @Provide
  Arbitrary<String> kinds() {
    return Arbitraries.of(WHOLE.keySet().stream().sorted().toList());
  }

  @Property(tries = 3_000)
  void changedBytesGiveAnImageOrARejection(
      @ForAll("kinds") String kind,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int hits) {
    var file = WHOLE.get(kind).clone();
    var random = new Random(seed);
    for (int i = 0; i < hits; i++) {
      // Headers are short and decide most: half of the hits go there.
      int reach = random.nextBoolean() ? Math.min(64, file.length) : file.length;
      file[random.nextInt(reach)] = (byte) random.nextInt();
    }
    assertAnswered(file);
  }

  @Property(tries = 1_000)
  void removedAndRepeatedBytesGiveAnImageOrARejection(
      @ForAll("kinds") String kind, @ForAll long seed) {
    var whole = WHOLE.get(kind);
    var random = new Random(seed);
    int from = random.nextInt(whole.length);
    int to = random.nextInt(whole.length);
    var file = new byte[whole.length - from + to];
    System.arraycopy(whole, 0, file, 0, to);
    System.arraycopy(whole, from, file, to, whole.length - from);
    assertAnswered(file);
  }

  @Property(tries = 500)
  void noiseBehindASignatureIsRejected(@ForAll long seed) {
    var signatures =
        List.of(
            PngImage.SIGNATURE,
            JpegImage.SIGNATURE,
            "GIF89a",
            BmpImage.SIGNATURE,
            "RIFF\u00ff\0\0\0WEBPVP8 ",
            "RIFF\u00ff\0\0\0WEBPVP8L");
    var random = new Random(seed);
    var noise = new byte[300];
    random.nextBytes(noise);
    var signature = TestImages.latin1(signatures.get(random.nextInt(signatures.size())));
    System.arraycopy(signature, 0, noise, 0, signature.length);
    assertAnswered(noise);
  }

  private static void assertAnswered(byte[] file) {
    String verdict =
        DECODER
            .decode(Bytes.wrap(file))
            .fold(image -> "accepted", reason -> reason.code().name(), id -> "deleted");
    assertThat(verdict)
        .isIn("accepted", Code.UNDECODABLE_IMAGE.name(), Code.IMAGE_TOO_LARGE.name());
  }
}
