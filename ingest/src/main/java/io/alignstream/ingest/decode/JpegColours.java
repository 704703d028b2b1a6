package io.alignstream.ingest.decode;

/**
 * What a JPEG's samples mean. The choice among them is libjpeg's ({@code default_decompress_parms}
 * in jdapimin.c), the arithmetic that of JFIF 1.02 in libjpeg's 16-bit fixed point (jdcolor.c).
 *
 * <p>Embedded ICC profiles are not applied, to no kind of image: OpenCV and Pillow, which read the
 * models' training images, do not either. CMYK becomes RGB by {@code (1 - ink) * (1 - black)}.
 */
enum JpegColours {
  GREY(1) {
    @Override
    void put(Canvas canvas, int x, int y, byte[] samples, int at) {
      int grey = samples[at] & 0xff;
      canvas.put(x, y, grey, grey, grey);
    }
  },
  RGB(3) {
    @Override
    void put(Canvas canvas, int x, int y, byte[] samples, int at) {
      canvas.put(x, y, samples[at] & 0xff, samples[at + 1] & 0xff, samples[at + 2] & 0xff);
    }
  },
  YCBCR(3) {
    @Override
    void put(Canvas canvas, int x, int y, byte[] samples, int at) {
      int luma = samples[at] & 0xff;
      int cb = (samples[at + 1] & 0xff) - 128;
      int cr = (samples[at + 2] & 0xff) - 128;
      canvas.put(x, y, red(luma, cr), green(luma, cb, cr), blue(luma, cb));
    }
  },
  /** Ink from 0 to 255. */
  CMYK(4) {
    @Override
    void put(Canvas canvas, int x, int y, byte[] samples, int at) {
      int paper = 255 - (samples[at + 3] & 0xff);
      canvas.put(
          x,
          y,
          times(255 - (samples[at] & 0xff), paper),
          times(255 - (samples[at + 1] & 0xff), paper),
          times(255 - (samples[at + 2] & 0xff), paper));
    }
  },
  /** As Adobe writes it: 255 is no ink. */
  INVERTED_CMYK(4) {
    @Override
    void put(Canvas canvas, int x, int y, byte[] samples, int at) {
      int paper = samples[at + 3] & 0xff;
      canvas.put(
          x,
          y,
          times(samples[at] & 0xff, paper),
          times(samples[at + 1] & 0xff, paper),
          times(samples[at + 2] & 0xff, paper));
    }
  },
  /** Inverted CMYK whose first three were made RGB (255 - ink) and then YCbCr. */
  YCCK(4) {
    @Override
    void put(Canvas canvas, int x, int y, byte[] samples, int at) {
      int luma = samples[at] & 0xff;
      int cb = (samples[at + 1] & 0xff) - 128;
      int cr = (samples[at + 2] & 0xff) - 128;
      int paper = samples[at + 3] & 0xff;
      canvas.put(
          x,
          y,
          times(255 - red(luma, cr), paper),
          times(255 - green(luma, cb, cr), paper),
          times(255 - blue(luma, cb), paper));
    }
  };

  private final int components;

  JpegColours(int components) {
    this.components = components;
  }

  int components() {
    return components;
  }

  /** Puts the pixel whose samples begin at a place of a row. */
  abstract void put(Canvas canvas, int x, int y, byte[] samples, int at);

  /**
   * The meaning of a frame's samples.
   *
   * @param ids the components' ids
   * @param jfif whether there is a JFIF segment
   * @param adobeTransform that of the Adobe segment, or -1 without one
   */
  static JpegColours of(int[] ids, boolean jfif, int adobeTransform) throws BadImageException {
    return switch (ids.length) {
      case 1 -> GREY;
      case 3 -> ofThree(ids, jfif, adobeTransform);
      case 4 -> adobeTransform < 0 ? CMYK : adobeTransform == 0 ? INVERTED_CMYK : YCCK;
      default -> throw new BadImageException(ids.length + " colour components");
    };
  }

  private static JpegColours ofThree(int[] ids, boolean jfif, int adobeTransform) {
    if (jfif) {
      return YCBCR;
    }
    if (adobeTransform >= 0) {
      return adobeTransform == 0 ? RGB : YCBCR;
    }
    return ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B' ? RGB : YCBCR;
  }

  private static int red(int luma, int cr) {
    return clamp(luma + ((91881 * cr + 32768) >> 16)); // 1.40200
  }

  private static int green(int luma, int cb, int cr) {
    return clamp(luma + ((-22554 * cb - 46802 * cr + 32768) >> 16)); // -0.34414, -0.71414
  }

  private static int blue(int luma, int cb) {
    return clamp(luma + ((116130 * cb + 32768) >> 16)); // 1.77200
  }

  private static int clamp(int sample) {
    return Math.max(0, Math.min(255, sample));
  }

  private static int times(int a, int b) {
    return (a * b + 127) / 255;
  }
}
