package io.alignstream.ingest.decode;

import static io.alignstream.ingest.decode.TestImages.HEIGHT;
import static io.alignstream.ingest.decode.TestImages.WIDTH;
import static io.alignstream.ingest.decode.TestImages.assertPattern;
import static io.alignstream.ingest.decode.TestImages.assertPixels;
import static io.alignstream.ingest.decode.TestImages.decoded;
import static io.alignstream.ingest.decode.TestImages.pattern;
import static io.alignstream.ingest.decode.TestImages.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.line.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebP, lossless, lossy and animated. */
@SuppressWarnings("ArgumentSelectionDefectChecker") // turned images swap width and height
class WebpTest {
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
}
