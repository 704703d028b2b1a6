package io.alignstream.ingest.decode;

/**
 * The one thing that decoding needs of EXIF. Read by hand, since a hostile block must cost nothing:
 * general EXIF readers follow thumbnails, maker notes and lengths that the block claims.
 */
final class Exif {
  /** What a JPEG puts in front of the block; some WebP writers do too. */
  static final String PREFIX = "Exif\0\0";

  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;

  private Exif() {}

  /** Orientation in the first directory of a TIFF block; normal if it has none or is damaged. */
  static Orientation orientation(Cursor block) {
    try {
      if (block.startsWith(PREFIX)) {
        block.skip(PREFIX.length());
      }
      int start = block.position();
      boolean littleEndian = block.startsWith("II*\0");
      if (!littleEndian && !block.startsWith("MM\0*")) {
        return Orientation.NORMAL;
      }
      block.skip(4);
      long directory = littleEndian ? block.u32LittleEndian() : block.u32();
      block.seek(start);
      block.skip(directory);
      int entries = u16(block, littleEndian);
      for (int i = 0; i < entries; i++) {
        var entry = block.part(12);
        if (u16(entry, littleEndian) == ORIENTATION && u16(entry, littleEndian) == SHORT) {
          entry.skip(4); // the count, 1
          return Orientation.ofExif(u16(entry, littleEndian));
        }
      }
    } catch (BadImageException e) {
      // A damaged block says nothing about the pixels.
      return Orientation.NORMAL;
    }
    return Orientation.NORMAL;
  }

  private static int u16(Cursor block, boolean littleEndian) throws BadImageException {
    return littleEndian ? block.u16LittleEndian() : block.u16();
  }
}
