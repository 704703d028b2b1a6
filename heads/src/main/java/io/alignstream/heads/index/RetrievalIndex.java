package io.alignstream.heads.index;

import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.IndexedCaption;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Finds the nearest images to a text and the nearest captions to an image by comparing with all of
 * them. Searches take no lock and see every image either before or after a change, never half of it
 * and never twice; changes wait for each other.
 *
 * <p>Vectors are compared by dot product, which is the cosine for vectors of unit length, as {@code
 * encode} gives them. Vectors of different sizes live side by side (while one model replaces
 * another); a query finds those of its own size. Equal scores are ordered by image id, then
 * caption.
 */
public final class RetrievalIndex {
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final Map<Integer, Space> spaces = new ConcurrentHashMap<>();
  private volatile Snapshot snapshot = new Snapshot(0, Map.of());

  /** All rows of one vector size. */
  private record Space(PackedRows<IndexedImage> images, PackedRows<Caption> captions) {
    Space(int columns) {
      this(new PackedRows<>(columns), new PackedRows<>(columns));
    }

    SpaceView view() {
      return new SpaceView(images.view(), captions.view());
    }
  }

  private record SpaceView(
      PackedRows.View<IndexedImage> images, PackedRows.View<Caption> captions) {}

  private record Caption(IndexedImage image, int number) {}

  /** What a search reads: rows that are not ended at its version. */
  private record Snapshot(long version, Map<Integer, SpaceView> spaces) {}

  /** A row of a space. */
  private record Place(int columns, int row) {}

  /** An image and its rows; a caption whose vector is empty has none. */
  private record Held(IndexedImage image, List<Place> imageRow, Map<Integer, Place> captionRows) {}

  /**
   * Adds an image, or replaces it and all of its captions.
   *
   * @throws IllegalArgumentException if a vector holds a number that is not finite
   */
  public synchronized void put(IndexEntry entry) {
    var image = IndexedImage.of(entry);
    var imageVector = vector(image, entry.getImageEmbedding());
    var captionVectors =
        entry.getCaptions().stream()
            .map(IndexedCaption::getTextEmbedding)
            .map(embedding -> vector(image, embedding))
            .toList();
    long version = snapshot.version + 1;
    end(image.imageId(), version);
    add(image, imageVector, captionVectors);
    publish(version);
  }

  /** Removes an image and its captions; nothing happens if it is not there. */
  public synchronized void delete(String imageId) {
    if (held.containsKey(imageId)) {
      long version = snapshot.version + 1;
      end(imageId, version);
      held.remove(imageId);
      publish(version);
    }
  }

  /** How many images there are. */
  public int size() {
    return held.size();
  }

  /** An image by its id. */
  public Optional<IndexedImage> get(String imageId) {
    return Optional.ofNullable(held.get(imageId)).map(Held::image);
  }

  /** An image's vector as a query, [1, E]; empty if there is no such image or it has none. */
  public synchronized Optional<FloatMatrix> embedding(String imageId) {
    return Optional.ofNullable(held.get(imageId)).stream()
        .flatMap(image -> image.imageRow.stream())
        .map(place -> space(place.columns).images.copyRow(place.row))
        .map(vector -> FloatMatrix.wrap(1, vector.length, vector))
        .findFirst();
  }

  /** The {@code most} images whose vectors are nearest to a query, best first. */
  public List<ImageHit> images(FloatMatrix query, int most) {
    return images(query, most, image -> true);
  }

  /**
   * The nearest among those images that {@code filter} takes.
   *
   * @param query one row, such as a caption's vector: [1, E]
   */
  public List<ImageHit> images(FloatMatrix query, int most, Predicate<IndexedImage> filter) {
    var now = snapshot;
    var vector = row(query);
    var nearest =
        new Nearest<IndexedImage>(positive(most), Comparator.comparing(IndexedImage::imageId));
    var space = now.spaces.get(query.columns());
    if (space != null) {
      space.images.scan(
          vector,
          now.version,
          (image, score) -> {
            if (nearest.wants(score) && filter.test(image)) {
              nearest.offer(image, score);
            }
          });
    }
    return nearest.list(ImageHit::new);
  }

  /** The {@code most} captions whose vectors are nearest to a query, best first. */
  public List<CaptionHit> captions(FloatMatrix query, int most) {
    return captions(query, most, image -> true);
  }

  /**
   * The nearest among the captions of those images that {@code filter} takes.
   *
   * @param query one row, such as an image's vector: [1, E]
   */
  public List<CaptionHit> captions(FloatMatrix query, int most, Predicate<IndexedImage> filter) {
    var now = snapshot;
    var vector = row(query);
    Comparator<Caption> byImage = Comparator.comparing(caption -> caption.image.imageId());
    var nearest = new Nearest<Caption>(positive(most), byImage.thenComparingInt(Caption::number));
    var space = now.spaces.get(query.columns());
    if (space != null) {
      space.captions.scan(
          vector,
          now.version,
          (caption, score) -> {
            if (nearest.wants(score) && filter.test(caption.image)) {
              nearest.offer(caption, score);
            }
          });
    }
    return nearest.list((caption, score) -> new CaptionHit(caption.image, caption.number, score));
  }

  private void add(IndexedImage image, float[] imageVector, List<float[]> captionVectors) {
    var imageRow = new ArrayList<Place>();
    if (imageVector.length > 0) {
      int columns = imageVector.length;
      imageRow.add(new Place(columns, space(columns).images.append(image, imageVector)));
    }
    var captionRows = new TreeMap<Integer, Place>();
    for (int i = 0; i < captionVectors.size(); i++) {
      int columns = captionVectors.get(i).length;
      if (columns > 0) {
        var row = space(columns).captions.append(new Caption(image, i), captionVectors.get(i));
        captionRows.put(i, new Place(columns, row));
      }
    }
    held.put(image.imageId(), new Held(image, List.copyOf(imageRow), captionRows));
  }

  private void end(String imageId, long version) {
    var old = held.get(imageId);
    if (old != null) {
      old.imageRow.forEach(place -> space(place.columns).images.end(place.row, version));
      old.captionRows
          .values()
          .forEach(place -> space(place.columns).captions.end(place.row, version));
    }
  }

  private Space space(int columns) {
    return spaces.computeIfAbsent(columns, Space::new);
  }

  private void publish(long version) {
    if (spaces.values().stream()
        .anyMatch(s -> s.images.isMostlyEnded() || s.captions.isMostlyEnded())) {
      copyWhatIsHeld();
    }
    var views = new HashMap<Integer, SpaceView>();
    spaces.forEach((columns, space) -> views.put(columns, space.view()));
    snapshot = new Snapshot(version, views);
  }

  /** Gives the memory of ended rows back; searches under way keep the old rows until they end. */
  private void copyWhatIsHeld() {
    var before = Map.copyOf(spaces);
    spaces.clear();
    for (var one : List.copyOf(held.values())) {
      var imageVector =
          one.imageRow.stream()
              .map(place -> rows(before, place).images.copyRow(place.row))
              .findFirst()
              .orElse(new float[0]);
      var captionVectors = new ArrayList<float[]>();
      for (int i = 0; i < one.image.captions().size(); i++) {
        var place = one.captionRows.get(i);
        captionVectors.add(
            place == null ? new float[0] : rows(before, place).captions.copyRow(place.row));
      }
      add(one.image, imageVector, captionVectors);
    }
  }

  private static Space rows(Map<Integer, Space> spaces, Place place) {
    var space = spaces.get(place.columns);
    if (space == null) {
      throw new IllegalStateException("no rows of %d columns".formatted(place.columns));
    }
    return space;
  }

  private static float[] vector(IndexedImage image, List<Float> embedding) {
    var vector = new float[embedding.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = embedding.get(i);
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            "a vector of image %s holds %s".formatted(image.imageId(), vector[i]));
      }
    }
    return vector;
  }

  private static float[] row(FloatMatrix query) {
    if (query.rows() != 1) {
      throw new IllegalArgumentException("a query has one row, not " + query.rows());
    }
    return query.copyRow(0);
  }

  private static int positive(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("at least one result must be asked for, not " + most);
    }
    return most;
  }
}
