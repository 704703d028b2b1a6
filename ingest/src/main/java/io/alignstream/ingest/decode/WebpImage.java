package io.alignstream.ingest.decode;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.DecodedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;

/**
 * WebP (RFC 9649), lossy or lossless; of an animation the first frame on its canvas, which is white
 * where the frame does not cover it.
 *
 * @param width of the canvas
 * @param height likewise
 * @param orientation as the file's EXIF chunk says
 * @param frame the pixels and their place on the canvas
 */
record WebpImage(int width, int height, Orientation orientation, Frame frame)
    implements StillImage {
  static final String SIGNATURE = "RIFF";
  static final String FORM = "WEBP";

  /** A still image with its place: the chunks {@code VP8 } (and {@code ALPH}) or {@code VP8L}. */
  record Frame(int left, int top, int width, int height, Bytes bare) {}

  private static final int ANIMATED = 0x02;

  /** Reads the container. */
  static WebpImage open(byte[] file) throws BadImageException {
    var cursor = new Cursor(file);
    cursor.skip(4);
    var form = cursor.part(cursor.u32LittleEndian());
    form.skip(4);
    int width = 0;
    int height = 0;
    boolean animated = false;
    var orientation = Orientation.NORMAL;
    Optional<Frame> frame = Optional.empty();
    var still = new WebpFrame(file);
    while (form.remaining() > 0) {
      int start = form.position();
      var name = form.text(4);
      var content = chunk(form);
      switch (name) {
        case "VP8X" -> {
          animated = (content.u8() & ANIMATED) != 0;
          content.skip(3);
          width = content.u24LittleEndian() + 1;
          height = content.u24LittleEndian() + 1;
        }
        case "ANMF" -> {
          if (frame.isEmpty()) {
            frame = Optional.of(animationFrame(file, content));
          }
        }
        case "EXIF" -> orientation = Exif.orientation(content);
        default -> still.chunk(name, start, content);
      }
    }
    var shown = animated && frame.isPresent() ? frame.get() : still.frame(0, 0);
    return new WebpImage(
            width == 0 ? shown.width() : width,
            height == 0 ? shown.height() : height,
            orientation,
            shown)
        .requireInside();
  }

  private static Frame animationFrame(byte[] file, Cursor content) throws BadImageException {
    int left = 2 * content.u24LittleEndian();
    int top = 2 * content.u24LittleEndian();
    content.skip(3 + 3 + 3 + 1); // size, duration, flags; the size stands in the pixels' header too
    var frame = new WebpFrame(file);
    while (content.remaining() > 0) {
      int start = content.position();
      var name = content.text(4);
      frame.chunk(name, start, chunk(content));
    }
    return frame.frame(left, top);
  }

  /** A chunk's content after its name; the cursor goes on at the next chunk's even place. */
  static Cursor chunk(Cursor cursor) throws BadImageException {
    long length = cursor.u32LittleEndian();
    var content = cursor.part(length);
    if (length % 2 == 1 && cursor.remaining() > 0) {
      cursor.skip(1);
    }
    return content;
  }

  /** The reader takes about 25 bytes and a microsecond a pixel. */
  @Override
  public int cost() {
    return 4;
  }

  private WebpImage requireInside() throws BadImageException {
    if ((long) frame.left + frame.width > width || (long) frame.top + frame.height > height) {
      throw new BadImageException("its frame is larger than its canvas");
    }
    return this;
  }

  @Override
  public DecodedImage decode() throws IOException {
    var warnings = new ArrayList<String>();
    var reader = Readers.webp(frame.bare.toArray());
    try {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      var image = reader.read(0);
      if (!warnings.isEmpty()) {
        throw new BadImageException(warnings.get(0));
      }
      var canvas = new Canvas(width, height, orientation);
      canvas.fillWhite();
      SampledPixels.draw(image, canvas, frame.left, frame.top);
      return canvas.image();
    } finally {
      reader.dispose();
    }
  }
}
