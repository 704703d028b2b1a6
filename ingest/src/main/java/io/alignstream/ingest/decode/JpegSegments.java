package io.alignstream.ingest.decode;

/** Walks a JPEG's segments from start to end marker and keeps those that the pixels need. */
final class JpegSegments {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int QUANTISATION_TABLES = 0xdb;
  private static final int RESTART_INTERVAL = 0xdd;
  private static final int JFIF = 0xe0;
  private static final int EXIF = 0xe1;
  private static final int ADOBE = 0xee;

  /** Usual encoders make about ten; every scan may cost a pass over all pixels. */
  private static final int MAX_SCANS = 100;

  private final Cursor cursor;
  private final BareFile bare;
  private int width;
  private int height;
  private int[] componentIds = {};
  private int scans;
  private boolean jfif;
  private int adobeTransform = -1;
  private Orientation orientation = Orientation.NORMAL;

  JpegSegments(byte[] file) {
    this.cursor = new Cursor(file);
    this.bare = new BareFile(file).put(0xff, START_OF_IMAGE);
  }

  JpegImage read() throws BadImageException {
    cursor.skip(2);
    for (int marker = nextMarker(); marker != END_OF_IMAGE; marker = nextMarker()) {
      boolean alone = marker == 0x01 || (marker >= 0xd0 && marker <= START_OF_IMAGE);
      if (!alone) {
        segment(marker);
      }
    }
    bare.put(0xff, END_OF_IMAGE);
    if (scans == 0) {
      throw new BadImageException("there is no scan");
    }
    return new JpegImage(
        width, height, orientation, JpegColours.of(componentIds, jfif, adobeTransform), bare);
  }

  /** Marker codes follow one or more FF bytes; anything between segments is passed over. */
  private int nextMarker() throws BadImageException {
    int code;
    do {
      while (cursor.u8() != 0xff) {
        // stray bytes
      }
      do {
        code = cursor.u8();
      } while (code == 0xff);
    } while (code == 0);
    return code;
  }

  private void segment(int marker) throws BadImageException {
    int start = cursor.position() - 2;
    var content = cursor.part(cursor.u16() - 2L);
    switch (marker) {
      case HUFFMAN_TABLES, QUANTISATION_TABLES, RESTART_INTERVAL -> keep(start);
      case START_OF_SCAN -> scan(start);
      case JFIF -> jfif |= content.startsWith("JFIF\0");
      case ADOBE -> adobe(content);
      case EXIF -> {
        if (content.startsWith(Exif.PREFIX)) {
          orientation = Exif.orientation(content);
        }
      }
      default -> {
        if (marker >= 0xc0 && marker <= 0xcf) {
          frame(content, start);
        }
      }
    }
  }

  private void keep(int start) {
    bare.copy(start, cursor.position());
  }

  private void adobe(Cursor content) throws BadImageException {
    if (content.startsWith("Adobe") && content.remaining() >= 12) {
      content.skip(11);
      adobeTransform = content.u8();
    }
  }

  private void frame(Cursor content, int start) throws BadImageException {
    if (componentIds.length > 0) {
      throw new BadImageException("it has two frame headers");
    }
    int bits = content.u8();
    height = content.u16();
    width = content.u16();
    componentIds = new int[content.u8()];
    for (int i = 0; i < componentIds.length; i++) {
      componentIds[i] = content.u8();
      content.skip(2);
    }
    if (bits != 8 || width == 0 || height == 0) {
      throw new BadImageException("%d × %d pixels of %d bits".formatted(width, height, bits));
    }
    keep(start);
  }

  /** A scan goes on until a marker that is neither a restart nor a stuffed FF. */
  private void scan(int start) throws BadImageException {
    if (++scans > MAX_SCANS) {
      throw new BadImageException("it has more than %d scans".formatted(MAX_SCANS));
    }
    while (true) {
      if (cursor.u8() == 0xff) {
        int next = cursor.u8();
        if (next == 0xff) {
          cursor.seek(cursor.position() - 1);
        } else if (next != 0 && (next < 0xd0 || next > 0xd7)) {
          cursor.seek(cursor.position() - 2);
          keep(start);
          return;
        }
      }
    }
  }
}
