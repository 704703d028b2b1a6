package io.alignstream.detect.tsv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.detect.stage.FeatureSource;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Region features extracted elsewhere: a directory with {@code predictions.tsv} in either layout,
 * {@code features.tsv} ({@code key ⇥ R ⇥ base64}) if the objects have none of their own, and a
 * {@code hw.tsv} or {@code *.hw.tsv} with the images' sizes. MVPTR's layout may lack sizes: its
 * boxes are then fractions of an image of 1 × 1. Safe for several threads.
 */
public final class TsvFeatures implements FeatureSource {

  private record Table(TsvFile file, Map<String, Integer> rows) {
    static Table open(Path path) {
      var file = TsvFile.open(path);
      var rows = new HashMap<String, Integer>();
      for (int row = 0; row < file.rows(); row++) {
        rows.put(file.key(row), row);
      }
      return new Table(file, rows);
    }

    Optional<List<String>> find(String key) {
      return Optional.ofNullable(rows.get(key)).map(file::row);
    }
  }

  private record ImageSize(int width, int height) {}

  private final Table predictions;
  private final Optional<Table> features;
  private final Optional<Table> sizes;

  private TsvFeatures(Table predictions, Optional<Table> features, Optional<Table> sizes) {
    this.predictions = predictions;
    this.features = features;
    this.sizes = sizes;
  }

  /**
   * Opens a directory.
   *
   * @throws TsvException if there is no {@code predictions.tsv} in it
   */
  public static TsvFeatures open(Path directory) {
    return new TsvFeatures(
        Table.open(directory.resolve("predictions.tsv")),
        only(directory, "features.tsv").map(Table::open),
        only(directory, "{hw.tsv,*.hw.tsv}").map(Table::open));
  }

  /** The keys there are, in no order. */
  public java.util.Set<String> keys() {
    return java.util.Collections.unmodifiableSet(predictions.rows.keySet());
  }

  /**
   * The regions of an image.
   *
   * @throws TsvException if its row cannot be read
   */
  @Override
  public Optional<Regions> find(String key) {
    try {
      return predictions.find(key).map(columns -> regions(key, columns));
    } catch (IllegalArgumentException e) {
      throw new TsvException(
          predictions.file.path(), "the row of '%s': %s".formatted(key, e.getMessage()), e);
    }
  }

  private Regions regions(String key, List<String> columns) {
    return columns.size() == 2 && columns.get(1).contains("\"objects\":")
        ? ofObjects(key, ObjectsRow.parse(columns))
        : ofFeatures(FeatureRow.parse(columns), size(key));
  }

  private Regions ofObjects(String key, ObjectsRow row) {
    var size =
        size(key)
            .orElseThrow(() -> new IllegalArgumentException("no hw.tsv gives the image's size"));
    var own = row.features().columns() > 0 || row.objects().isEmpty();
    var matrix =
        own
            ? Geometry.append(row.features(), row.objects(), size.width, size.height)
            : features
                .flatMap(table -> table.find(key))
                .map(columns -> separate(columns, row.objects().size()))
                .orElseThrow(() -> new IllegalArgumentException("no features"));
    return new Regions(size.width, size.height, row.objects(), matrix);
  }

  private static FloatMatrix separate(List<String> columns, int objects) {
    if (columns.size() != 3 || Integer.parseInt(columns.get(1)) != objects) {
      throw new IllegalArgumentException("features.tsv holds another number of regions");
    }
    return Floats.decode(columns.get(2), objects);
  }

  private static Regions ofFeatures(FeatureRow row, Optional<ImageSize> known) {
    var size = known.orElse(new ImageSize(1, 1));
    var features = row.features();
    int at = features.columns() - Geometry.COLUMNS;
    if (features.rows() > 0 && at < 0) {
      throw new IllegalArgumentException("its features are too short to hold a box");
    }
    var regions = new ArrayList<Region>();
    for (int i = 0; i < features.rows(); i++) {
      var box =
          new Box(
              features.get(i, at) * size.width,
              features.get(i, at + 1) * size.height,
              features.get(i, at + 2) * size.width,
              features.get(i, at + 3) * size.height);
      regions.add(new Region(box, row.tags().get(i), 1, List.of()));
    }
    return new Regions(size.width, size.height, regions, features);
  }

  private Optional<ImageSize> size(String key) {
    return sizes
        .flatMap(table -> table.find(key))
        .map(
            columns -> {
              try {
                var size = new ObjectMapper().readTree(columns.get(1)).path(0);
                return new ImageSize(size.path("width").asInt(), size.path("height").asInt());
              } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("the size is no JSON: " + e.getMessage(), e);
              }
            });
  }

  private static Optional<Path> only(Path directory, String pattern) {
    try (var files = Files.newDirectoryStream(directory, pattern)) {
      var found = files.iterator();
      return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    } catch (IOException e) {
      throw new TsvException(directory, "cannot be listed: " + e.getMessage(), e);
    }
  }
}
