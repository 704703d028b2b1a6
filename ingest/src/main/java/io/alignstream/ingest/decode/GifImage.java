package io.alignstream.ingest.decode;

import io.alignstream.schemas.line.DecodedImage;
import java.io.IOException;

/**
 * The first frame of a GIF (GIF89a specification) on its logical screen, which is white where the
 * frame does not cover it.
 *
 * @param width of the logical screen, or of what the frame needs if that is more
 * @param height likewise
 * @param left where the frame begins on the screen
 * @param top likewise
 * @param bare the screen and that frame
 */
record GifImage(int width, int height, int left, int top, BareFile bare) implements StillImage {
  static final String SIGNATURE = "GIF8";

  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;

  /** Reads the container up to the end of the first frame. */
  static GifImage open(byte[] file) throws BadImageException {
    var cursor = new Cursor(file);
    cursor.skip(6);
    int width = cursor.u16LittleEndian();
    int height = cursor.u16LittleEndian();
    int flags = cursor.u8();
    cursor.skip(2 + colourTableBytes(flags));
    var bare = new BareFile(file).copy(0, cursor.position());
    while (true) {
      int start = cursor.position();
      int block = cursor.u8();
      if (block == IMAGE) {
        return frame(cursor, start, width, height, bare);
      }
      if (block != EXTENSION) {
        throw new BadImageException("there is no frame");
      }
      int kind = cursor.u8();
      skipSubBlocks(cursor);
      if (kind == GRAPHIC_CONTROL) {
        bare.copy(start, cursor.position());
      }
    }
  }

  private static GifImage frame(
      Cursor cursor, int start, int screenWidth, int screenHeight, BareFile bare)
      throws BadImageException {
    int left = cursor.u16LittleEndian();
    int top = cursor.u16LittleEndian();
    int width = cursor.u16LittleEndian();
    int height = cursor.u16LittleEndian();
    if (width == 0 || height == 0) {
      throw new BadImageException("the first frame has %d × %d pixels".formatted(width, height));
    }
    cursor.skip(colourTableBytes(cursor.u8()));
    cursor.skip(1); // code size
    skipSubBlocks(cursor);
    bare.copy(start, cursor.position()).put(TRAILER);
    return new GifImage(
        Math.max(screenWidth, left + width), Math.max(screenHeight, top + height), left, top, bare);
  }

  private static int colourTableBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static void skipSubBlocks(Cursor cursor) throws BadImageException {
    for (int length = cursor.u8(); length > 0; length = cursor.u8()) {
      cursor.skip(length);
    }
  }

  @Override
  public DecodedImage decode() throws IOException {
    var reader = Readers.gif(bare.bytes());
    try {
      var canvas = new Canvas(width, height, Orientation.NORMAL);
      canvas.fillWhite();
      SampledPixels.draw(reader.read(0), canvas, left, top);
      return canvas.image();
    } finally {
      reader.dispose();
    }
  }
}
