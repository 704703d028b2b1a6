package io.alignstream.ingest.decode;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/**
 * How large a decoded image may be.
 *
 * @param maxPixels most pixels, width times height, of which WebP may have a quarter; each costs
 *     six to eleven bytes while it is decoded
 * @param maxSide longest side in pixels
 */
public record DecodeSettings(long maxPixels, int maxSide) {
  /** Refuses limits that no array could hold. */
  public DecodeSettings {
    if (maxPixels < 1 || maxPixels > 700_000_000 || maxSide < 1) {
      throw new IllegalArgumentException(
          "max-pixels must be from 1 to 700,000,000 and max-side at least 1: %d, %d"
              .formatted(maxPixels, maxSide));
    }
  }

  /** Reads {@code alignstream.ingest.decode}. */
  public static DecodeSettings from(Config section) {
    try {
      return new DecodeSettings(section.getLong("max-pixels"), section.getInt("max-side"));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          section.origin(), "alignstream.ingest.decode", String.valueOf(e.getMessage()), e);
    }
  }
}
