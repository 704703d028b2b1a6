package io.alignstream.ingest.decode;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.DecodedImage;
import java.io.IOException;
import java.util.Set;

/**
 * Windows and OS/2 bitmaps: palettes, run lengths, 16, 24 and 32 bits. Bitmaps that only wrap a
 * JPEG or PNG are refused.
 */
record BmpImage(int width, int height, Bytes file) implements StillImage {
  static final String SIGNATURE = "BM";

  private static final int CORE_HEADER = 12;
  private static final int PLAIN = 0;
  private static final int BIT_FIELDS = 3;

  private static final int IMAGE_BYTES_AT = 34;
  private static final int COLOURS_USED_AT = 46;
  private static final int COLOUR_SPACE_AT = 70;

  /** Reads both headers. */
  static BmpImage open(byte[] file) throws BadImageException {
    var cursor = new Cursor(file);
    cursor.skip(10);
    long pixelsAt = cursor.u32LittleEndian();
    long headerBytes = cursor.u32LittleEndian();
    return headerBytes == CORE_HEADER
        ? core(cursor, file, pixelsAt)
        : windows(cursor, file, pixelsAt, headerBytes);
  }

  private static BmpImage core(Cursor cursor, byte[] file, long pixelsAt) throws BadImageException {
    int width = cursor.u16LittleEndian();
    int height = cursor.u16LittleEndian();
    cursor.skip(2);
    requirePixels(cursor, width, height, cursor.u16LittleEndian(), PLAIN, pixelsAt);
    return new BmpImage(width, height, Bytes.wrap(file));
  }

  private static BmpImage windows(Cursor cursor, byte[] file, long pixelsAt, long headerBytes)
      throws BadImageException {
    long width = (int) cursor.u32LittleEndian();
    long height = Math.abs((long) (int) cursor.u32LittleEndian()); // below 0: top row first
    cursor.skip(2);
    int bits = cursor.u16LittleEndian();
    long compression = cursor.u32LittleEndian();
    long imageBytes = cursor.u32LittleEndian();
    cursor.skip(8);
    long coloursUsed = cursor.u32LittleEndian();
    if (compression > BIT_FIELDS || headerBytes < 40 || coloursUsed > 256) {
      throw new BadImageException("a header of an unknown kind");
    }
    requirePixels(cursor, width, height, bits, compression, pixelsAt);
    var safe = file.clone();
    if (compression != PLAIN && compression != BIT_FIELDS) {
      cursor.seek((int) pixelsAt);
      if (imageBytes > cursor.remaining()) {
        throw new BadImageException("the file is truncated");
      }
      put(safe, IMAGE_BYTES_AT, cursor.remaining());
    }
    if (bits > 8) {
      put(safe, COLOURS_USED_AT, 0);
    }
    if (headerBytes >= 108 && safe.length > COLOUR_SPACE_AT + 4) {
      put(safe, COLOUR_SPACE_AT, 0x73524742); // sRGB: no profile is followed
    }
    return new BmpImage((int) width, (int) height, Bytes.wrap(safe));
  }

  /** Uncompressed rows are padded to four bytes and must all be there. */
  private static void requirePixels(
      Cursor cursor, long width, long height, int bits, long compression, long pixelsAt)
      throws BadImageException {
    if (width < 1
        || height < 1
        || height > Integer.MAX_VALUE
        || !Set.of(1, 4, 8, 16, 24, 32).contains(bits)) {
      throw new BadImageException("%d × %d pixels of %d bits".formatted(width, height, bits));
    }
    long fileBytes = cursor.position() + (long) cursor.remaining();
    long rowBytes = (width * bits + 31) / 32 * 4;
    boolean plain = compression == PLAIN || compression == BIT_FIELDS;
    // By division: rows times bytes may not fit a long.
    if (pixelsAt > fileBytes || (plain && (fileBytes - pixelsAt) / rowBytes < height)) {
      throw new BadImageException("the file is truncated");
    }
  }

  private static void put(byte[] file, int at, int value) {
    for (int i = 0; i < 4; i++) {
      file[at + i] = (byte) (value >> (8 * i));
    }
  }

  @Override
  public DecodedImage decode() throws IOException {
    var reader = Readers.bmp(file.toArray());
    try {
      var canvas = new Canvas(width, height, Orientation.NORMAL);
      SampledPixels.draw(reader.read(0), canvas, 0, 0);
      return canvas.image();
    } finally {
      reader.dispose();
    }
  }
}
