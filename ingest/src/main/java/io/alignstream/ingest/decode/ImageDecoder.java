package io.alignstream.ingest.decode;

import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.DecodedEvent;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Reason.Code;
import io.alignstream.schemas.line.Sight;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Decodes JPEG, PNG, WebP, GIF (first frame) and BMP. Safe for several threads. */
public final class ImageDecoder {
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
      var image = ImageIO.read(encoded.stream());
      if (image == null) {
        return undecodable("unknown format");
      }
      if ((long) image.getWidth() * image.getHeight() > settings.maxPixels()) {
        return Outcome.rejected(Reason.of("ingest", Code.IMAGE_TOO_LARGE, "too many pixels"));
      }
      return Outcome.accepted(rgb(image));
    } catch (IOException | RuntimeException e) {
      return undecodable(String.valueOf(e.getMessage()));
    }
  }

  private static DecodedImage rgb(BufferedImage image) {
    var rgb = new byte[3 * image.getWidth() * image.getHeight()];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        rgb[at++] = (byte) (pixel >> 16);
        rgb[at++] = (byte) (pixel >> 8);
        rgb[at++] = (byte) pixel;
      }
    }
    return DecodedImage.wrap(image.getWidth(), image.getHeight(), rgb);
  }

  private static <T> Outcome<T> undecodable(String message) {
    return Outcome.rejected(Reason.of("ingest", Code.UNDECODABLE_IMAGE, message));
  }
}
