package io.alignstream.ingest.decode;

import io.alignstream.schemas.line.DecodedImage;
import java.io.IOException;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * PNG (RFC 2083 and its successors; of an APNG the default image). All chunks up to {@code IEND}
 * must be there, and those with pixels, palette or transparency whole.
 */
record PngImage(int width, int height, Orientation orientation, BareFile bare)
    implements StillImage {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

  private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  /** Reads the container. */
  static PngImage open(byte[] file) throws BadImageException {
    var cursor = new Cursor(file);
    cursor.skip(SIGNATURE.length());
    var bare = new BareFile(file).text(SIGNATURE);
    var orientation = Orientation.NORMAL;
    boolean hasPixels = false;
    var header = header(new Cursor(file));
    for (var type = ""; !type.equals("IEND"); ) {
      int start = cursor.position();
      long length = cursor.u32();
      type = cursor.text(4);
      var content = cursor.part(length);
      long checksum = cursor.u32();
      if (NEEDED.contains(type)) {
        requireWhole(file, start, cursor.position(), type, checksum);
        bare.copy(start, cursor.position());
        hasPixels |= type.equals("IDAT");
      } else if (type.equals("eXIf")) {
        orientation = Exif.orientation(content);
      }
    }
    if (!hasPixels) {
      throw new BadImageException("there is no IDAT chunk");
    }
    return new PngImage(header[0], header[1], orientation, bare);
  }

  /** Width and height from the first chunk. */
  private static int[] header(Cursor cursor) throws BadImageException {
    cursor.skip(SIGNATURE.length());
    if (cursor.u32() != 13 || !cursor.text(4).equals("IHDR")) {
      throw new BadImageException("the first chunk is not IHDR");
    }
    long width = cursor.u32();
    long height = cursor.u32();
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new BadImageException("%d × %d pixels".formatted(width, height));
    }
    return new int[] {(int) width, (int) height};
  }

  private static void requireWhole(byte[] file, int start, int end, String type, long checksum)
      throws BadImageException {
    var computed = new CRC32(); // over type and content
    computed.update(file, start + 4, end - start - 8);
    if (computed.getValue() != checksum) {
      throw new BadImageException("the %s chunk is damaged".formatted(type));
    }
  }

  @Override
  public DecodedImage decode() throws IOException {
    var reader = Readers.png(bare.bytes());
    try {
      var canvas = new Canvas(width, height, orientation);
      SampledPixels.draw(reader.read(0), canvas, 0, 0);
      return canvas.image();
    } finally {
      reader.dispose();
    }
  }
}
