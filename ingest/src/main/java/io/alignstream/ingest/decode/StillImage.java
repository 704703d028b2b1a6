package io.alignstream.ingest.decode;

import io.alignstream.schemas.line.DecodedImage;
import java.io.IOException;

/**
 * An image whose container was read and whose pixels were not: its size is known, and it is
 * complete as far as the container tells.
 */
interface StillImage {
  /** Width of the stored image in pixels, above 0. */
  int width();

  /** Height of the stored image in pixels, above 0. */
  int height();

  /** How many times the memory and time of the other formats a pixel takes. */
  default int cost() {
    return 1;
  }

  /**
   * Decodes the pixels.
   *
   * @throws IOException if they are damaged; a {@link RuntimeException} may say so too
   */
  DecodedImage decode() throws IOException;
}
