package io.alignstream.detect.tsv;

import io.alignstream.detect.select.Rows;
import io.alignstream.schemas.line.Regions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * A directory of detections, written image by image: {@code predictions.tsv} with its {@code
 * .lineidx}, {@code hw.tsv}, and at the end {@code imageid2idx.json}. A directory that is there is
 * continued. {@link TsvFeatures} reads it, and so do the reference's loaders.
 */
public final class DetectionFiles implements AutoCloseable {

  /** How a row of {@code predictions.tsv} looks. */
  public enum Layout {
    /** Features with geometry and tags in one piece, as MVPTR's script writes them. */
    FEATURES,
    /** Boxes, scores, attributes and features without geometry, as the benchmark writes them. */
    OBJECTS
  }

  private final Path directory;
  private final Layout layout;
  private final TsvWriter sizes;
  private final TsvWriter predictions;
  private final Set<String> done;
  private final Set<String> sized;

  /**
   * Opens or continues a directory.
   *
   * @throws IOException if it cannot be written
   */
  public DetectionFiles(Path directory, Layout layout) throws IOException {
    this.directory = directory;
    this.layout = layout;
    Files.createDirectories(directory);
    this.sizes = new TsvWriter(directory.resolve("hw.tsv"));
    this.predictions = new TsvWriter(directory.resolve("predictions.tsv"));
    this.done = new HashSet<>(predictions.keys());
    this.sized = new HashSet<>(sizes.keys());
  }

  /** Keys that are written. */
  public Set<String> done() {
    return Set.copyOf(done);
  }

  /**
   * Adds an image.
   *
   * @throws IOException if it cannot be written
   */
  public void write(String key, Regions regions) throws IOException {
    if (key.indexOf('\t') >= 0 || key.indexOf('\n') >= 0 || !done.add(key)) {
      throw new IllegalArgumentException("'%s' is no new key".formatted(key));
    }
    if (sized.add(key)) { // an interruption may have come between the two files
      sizes.write(
          "%s\t[{\"height\": %d, \"width\": %d}]"
              .formatted(key, regions.imageHeight(), regions.imageWidth()));
    }
    predictions.write(line(key, regions));
  }

  private String line(String key, Regions regions) {
    if (layout == Layout.FEATURES) {
      return new FeatureRow(key, regions.features(), regions.tags()).line();
    }
    int own = Math.max(0, regions.features().columns() - Geometry.COLUMNS);
    return new ObjectsRow(key, regions.regions(), Rows.columns(regions.features(), 0, own), true)
        .line();
  }

  @Override
  public void close() throws IOException {
    try (sizes;
        predictions) {
      var rows = new PythonJson().raw("{");
      var keys = predictions.keys();
      for (int row = 0; row < keys.size(); row++) {
        rows.raw(row == 0 ? "" : ", ").string(keys.get(row)).raw(": ").number(row);
      }
      Files.writeString(directory.resolve("imageid2idx.json"), rows.raw("}").toString());
    }
  }
}
