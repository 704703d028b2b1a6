package io.alignstream.ingest.decode;

import io.alignstream.schemas.line.DecodedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Baseline and progressive JPEG with 8-bit samples (ITU-T T.81). Lossless, arithmetic-coded and
 * 12-bit ones are refused, as the JDK's libjpeg refuses them.
 */
record JpegImage(int width, int height, Orientation orientation, JpegColours colours, BareFile bare)
    implements StillImage {
  static final String SIGNATURE = "\u00ff\u00d8\u00ff";

  /** Reads the container. */
  static JpegImage open(byte[] file) throws BadImageException {
    return new JpegSegments(file).read();
  }

  @Override
  public DecodedImage decode() throws IOException {
    var warnings = new ArrayList<String>();
    var reader = Readers.jpeg(bare.bytes());
    try {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      // Raw samples: the colours are ours, whatever profile the file claims.
      var raster = reader.readRaster(0, null);
      requireUndamaged(warnings);
      if (raster.getWidth() != width || raster.getHeight() != height) {
        throw new BadImageException("it has two frame headers that differ");
      }
      return draw(raster);
    } finally {
      reader.dispose();
    }
  }

  /** libjpeg fills what is missing with grey and warns; {@code jwarn} texts of jerror.h. */
  private static void requireUndamaged(List<String> warnings) throws BadImageException {
    for (var warning : warnings) {
      boolean damage =
          warning.startsWith("Premature end") || warning.startsWith("Corrupt JPEG data");
      if (damage && !warning.contains("extraneous bytes")) {
        throw new BadImageException(warning);
      }
    }
  }

  private DecodedImage draw(Raster raster) throws BadImageException {
    int bands = raster.getNumBands();
    if (bands != colours.components()) {
      throw new BadImageException("it has two frame headers that differ");
    }
    var canvas = new Canvas(width, height, orientation);
    var row = new byte[bands * width];
    for (int y = 0; y < height; y++) {
      raster.getDataElements(0, y, width, 1, row);
      for (int x = 0, at = 0; x < width; x++, at += bands) {
        colours.put(canvas, x, y, row, at);
      }
    }
    return canvas.image();
  }
}
