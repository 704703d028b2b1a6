package io.alignstream.ingest.decode;

import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.DecodedEvent;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Reason.Code;
import io.alignstream.schemas.line.Sight;
import java.io.IOException;

/**
 * Decodes JPEG, PNG, WebP, GIF and BMP to 8-bit RGB as seen: EXIF orientation applied, alpha laid
 * on white, of animations the first frame. Profiles are not applied. The format is what the first
 * bytes say, whatever a name or a media type claims. Safe for several threads.
 */
public final class ImageDecoder {
  private static final String STAGE = "ingest";

  private final DecodeSettings settings;

  /** With these limits. */
  public ImageDecoder(DecodeSettings settings) {
    this.settings = settings;
  }

  /** The event with its pixels, or a rejection as of {@link #decode(Bytes)}. */
  public Outcome<DecodedEvent> decode(FetchedEvent fetched) {
    return fetched
        .original()
        .<Outcome<Sight>>fold(
            encoded -> decode(encoded.bytes()).map(Sight.Pixels::new),
            features -> Outcome.accepted(new Sight.FeaturesKey(features.key())))
        .map(sight -> new DecodedEvent(fetched.event(), sight));
  }

  /** The pixels, or a rejection: {@code UNDECODABLE_IMAGE} or {@code IMAGE_TOO_LARGE}. */
  public Outcome<DecodedImage> decode(Bytes encoded) {
    try {
      var image = open(encoded.toArray());
      return isTooLarge(image) ? tooLarge(image) : Outcome.accepted(image.decode());
    } catch (IOException | RuntimeException e) {
      // Readers throw RuntimeExceptions of many kinds at damaged bytes.
      return Outcome.rejected(
          Reason.of(
              STAGE,
              Code.UNDECODABLE_IMAGE,
              "The image cannot be decoded: " + (e.getMessage() == null ? e : e.getMessage()),
              e));
    }
  }

  private static StillImage open(byte[] file) throws BadImageException {
    var start = new Cursor(file);
    if (start.startsWith(JpegImage.SIGNATURE)) {
      return JpegImage.open(file);
    }
    if (start.startsWith(PngImage.SIGNATURE)) {
      return PngImage.open(file);
    }
    if (start.startsWith(GifImage.SIGNATURE)) {
      return GifImage.open(file);
    }
    if (start.startsWith(BmpImage.SIGNATURE)) {
      return BmpImage.open(file);
    }
    if (start.startsWith(WebpImage.SIGNATURE) && file.length >= 12) {
      start.skip(8);
      if (start.startsWith(WebpImage.FORM)) {
        return WebpImage.open(file);
      }
    }
    throw new BadImageException(
        file.length == 0 ? "it is empty" : "it is neither JPEG, PNG, WebP, GIF nor BMP");
  }

  private boolean isTooLarge(StillImage image) {
    return (long) image.width() * image.height() > settings.maxPixels() / image.cost()
        || Math.max(image.width(), image.height()) > settings.maxSide();
  }

  private <T> Outcome<T> tooLarge(StillImage image) {
    return Outcome.rejected(
        Reason.of(
            STAGE,
            Code.IMAGE_TOO_LARGE,
            "The image has %d × %d pixels; alignstream.ingest.decode allows %d in all and %d a side."
                .formatted(
                    image.width(),
                    image.height(),
                    settings.maxPixels() / image.cost(),
                    settings.maxSide())));
  }
}
