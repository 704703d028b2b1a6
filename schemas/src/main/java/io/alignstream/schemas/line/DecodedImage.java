package io.alignstream.schemas.line;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A decoded image as seen: EXIF orientation applied, alpha on white, sRGB. Equality is by content.
 */
public final class DecodedImage {
  private final int width;
  private final int height;
  private final byte[] rgb;
  private final String contentHash;

  private DecodedImage(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length != Math.multiplyExact(3, width * height)) {
      throw new IllegalArgumentException(
          "%d × %d pixels do not fit %d bytes".formatted(width, height, rgb.length));
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
    this.contentHash = hash(width, height, rgb);
  }

  /**
   * Takes pixels over without a copy; the caller must never change them again.
   *
   * @param rgb row-major, three bytes (red, green, blue) a pixel: [height, width, 3]
   */
  public static DecodedImage wrap(int width, int height, byte[] rgb) {
    return new DecodedImage(width, height, rgb);
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  /** Red, green, blue of every pixel, row-major, read-only: [height, width, 3]. */
  public ByteBuffer rgb() {
    return ByteBuffer.wrap(rgb).asReadOnlyBuffer();
  }

  /** One pixel as {@code 0xRRGGBB}. */
  public int pixel(int x, int y) {
    int at = 3 * (y * width + x);
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
  }

  /** SHA-256 of size and pixels, hexadecimal: the key of everything computed from this image. */
  public String contentHash() {
    return contentHash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DecodedImage that && contentHash.equals(that.contentHash);
  }

  @Override
  public int hashCode() {
    return contentHash.hashCode();
  }

  @Override
  public String toString() {
    return "%d × %d image %s".formatted(width, height, contentHash.substring(0, 12));
  }

  private static String hash(int width, int height, byte[] rgb) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(8).putInt(width).putInt(height).flip());
      return HexFormat.of().formatHex(digest.digest(rgb));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
