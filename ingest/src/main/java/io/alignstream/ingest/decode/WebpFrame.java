package io.alignstream.ingest.decode;

import io.alignstream.schemas.line.Bytes;
import java.util.Optional;

/** Gathers the chunks of one WebP frame and writes them as a file of their own. */
final class WebpFrame {
  private static final int ALPHA = 0x10;
  private static final int VP8X_BYTES = 10;

  private final byte[] file;
  private final BareFile chunks;
  private Optional<int[]> size = Optional.empty();
  private boolean hasAlphaPlane;

  WebpFrame(byte[] file) {
    this.file = file;
    this.chunks = new BareFile(file);
  }

  /** Takes a chunk if it has to do with pixels. */
  void chunk(String name, int start, Cursor content) throws BadImageException {
    int end = content.position() + content.remaining();
    if (size.isPresent()) {
      return; // one image only
    }
    switch (name) {
      case "ALPH" -> {
        if ((content.u8() & 0x03) == 0) {
          throw new BadImageException("uncompressed alpha is not supported");
        }
        hasAlphaPlane = true;
        copy(start, end);
      }
      case "VP8 " -> {
        content.skip(6); // frame tag and start code
        size =
            Optional.of(
                new int[] {content.u16LittleEndian() & 0x3fff, content.u16LittleEndian() & 0x3fff});
        copy(start, end);
      }
      case "VP8L" -> {
        content.skip(1);
        long bits = content.u32LittleEndian();
        size = Optional.of(new int[] {(int) (bits & 0x3fff) + 1, (int) (bits >> 14 & 0x3fff) + 1});
        copy(start, end);
      }
      default -> {}
    }
  }

  private void copy(int start, int end) {
    chunks.copy(start, end);
    if ((end - start) % 2 == 1) {
      chunks.put(0);
    }
  }

  /** The frame at a place of its canvas. */
  WebpImage.Frame frame(int left, int top) throws BadImageException {
    var pixels = size.orElseThrow(() -> new BadImageException("there are no pixels"));
    if (pixels[0] == 0 || pixels[1] == 0) {
      throw new BadImageException("%d × %d pixels".formatted(pixels[0], pixels[1]));
    }
    return new WebpImage.Frame(left, top, pixels[0], pixels[1], bare(pixels[0], pixels[1]));
  }

  private Bytes bare(int width, int height) {
    int extended = hasAlphaPlane ? 8 + VP8X_BYTES : 0;
    var bare =
        new BareFile(file)
            .text(WebpImage.SIGNATURE)
            .u32LittleEndian(4 + extended + chunks.size())
            .text(WebpImage.FORM);
    if (hasAlphaPlane) {
      bare.text("VP8X").u32LittleEndian(VP8X_BYTES).u32LittleEndian(ALPHA);
      bare.u24LittleEndian(width - 1).u24LittleEndian(height - 1);
    }
    return Bytes.wrap(bare.append(chunks.bytes()).bytes());
  }
}
