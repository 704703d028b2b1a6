package io.alignstream.ingest.dataset;

import io.alignstream.schemas.line.Text;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The rows of a file, one a caption. */
interface Rows extends Iterator<Rows.Row>, AutoCloseable {
  /** What one row says; without a caption it only mentions the image. */
  record Row(
      String imageId,
      String image,
      Optional<Text> caption,
      Map<String, String> attributes,
      String place) {
    public Row {
      attributes = Map.copyOf(attributes);
    }
  }

  /** Opens a file from its beginning. */
  @FunctionalInterface
  interface Opener {
    Rows open();
  }

  /** How much of the file was read, from 0 to 1. */
  double progress();

  @Override
  void close();
}
