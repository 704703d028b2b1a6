package io.alignstream.heads.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.IndexedCaption;
import io.alignstream.schemas.avro.Source;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RetrievalIndexTest {
  private final RetrievalIndex index = new RetrievalIndex();

  @Test
  void findsImagesByTextAndCaptionsByImage() {
    index.put(entry("cat", Map.of(), List.of(1f, 0f), List.of(0.8f, 0.6f), List.of(0f, 1f)));
    index.put(entry("dog", Map.of(), List.of(0.6f, 0.8f), List.of(1f, 0f)));

    assertThat(index.images(FloatMatrix.row(1, 0), 5))
        .extracting(hit -> hit.image().imageId(), ImageHit::score)
        .containsExactly(tuple("cat", 1f), tuple("dog", 0.6f));
    assertThat(index.captions(FloatMatrix.row(1, 0), 2))
        .extracting(CaptionHit::caption)
        .containsExactly("dog 0", "cat 0");
  }

  @Test
  void replacesAndDeletes() {
    index.put(entry("cat", Map.of(), List.of(1f, 0f), List.of(1f, 0f)));
    index.put(entry("cat", Map.of(), List.of(0f, 1f)));

    assertThat(index.images(FloatMatrix.row(1, 0), 5))
        .singleElement()
        .satisfies(hit -> assertThat(hit.score()).isZero());
    assertThat(index.captions(FloatMatrix.row(1, 0), 5)).isEmpty();

    index.delete("cat");
    index.delete("never there");
    assertThat(index.images(FloatMatrix.row(1, 0), 5)).isEmpty();
    assertThat(index.size()).isZero();
    assertThat(index.get("cat")).isEmpty();
  }

  @Test
  void givesAnImagesVectorAsAQuery() {
    index.put(entry("cat", Map.of(), List.of(0.6f, 0.8f)));
    index.put(entry("none", Map.of(), List.of()));

    assertThat(index.embedding("cat")).contains(FloatMatrix.row(0.6f, 0.8f));
    assertThat(index.embedding("none")).isEmpty();
    assertThat(index.embedding("nobody")).isEmpty();
  }

  @Test
  void filtersByAttributes() {
    index.put(entry("cat", Map.of("source", "zoo", "year", "2020"), List.of(1f, 0f)));
    index.put(entry("dog", Map.of("source", "park"), List.of(1f, 0f)));

    assertThat(
            index.images(
                FloatMatrix.row(1, 0), 1, IndexedImage.withAttributes(Map.of("source", "park"))))
        .extracting(hit -> hit.image().imageId())
        .containsExactly("dog");
    assertThat(
            index.images(
                FloatMatrix.row(1, 0),
                1,
                IndexedImage.withAttributes(Map.of("source", "park", "year", "2020"))))
        .isEmpty();
  }

  @Test
  void vectorsOfTwoSizesLiveSideBySide() {
    index.put(entry("old", Map.of(), List.of(1f, 0f)));
    index.put(entry("new", Map.of(), List.of(1f, 0f, 0f)));
    index.put(entry("none", Map.of(), List.of()));

    assertThat(index.images(FloatMatrix.row(1, 0, 0), 5)).hasSize(1);
    assertThat(index.images(FloatMatrix.row(1, 0), 5)).hasSize(1);
    assertThat(index.images(FloatMatrix.row(1), 5)).isEmpty();
    assertThat(index.size()).isEqualTo(3);
  }

  @Test
  void refusesWhatCannotBeCompared() {
    var entry = entry("cat", Map.of(), List.of(Float.NaN));

    assertThatThrownBy(() -> index.put(entry)).hasMessageContaining("cat");
    assertThatThrownBy(() -> index.images(FloatMatrix.row(1), 0)).hasMessageContaining("one");
    assertThatThrownBy(() -> index.images(FloatMatrix.empty(1), 1)).hasMessageContaining("row");
    assertThat(index.size()).isZero();
  }

  /** Small whole numbers: sums are exact and many scores are equal. */
  @Property(tries = 200)
  void findsWhatComparingWithAllFinds(@ForAll long seed) {
    var random = new Random(seed);
    var searched = new RetrievalIndex();
    var all = new TreeMap<String, IndexEntry>();
    for (int step = 0; step < 60; step++) {
      var id = "image" + random.nextInt(20);
      if (random.nextInt(4) == 0) {
        searched.delete(id);
        all.remove(id);
      } else {
        var entry =
            entry(
                id,
                Map.of("parity", String.valueOf(random.nextInt(2))),
                vector(random),
                vector(random),
                vector(random));
        searched.put(entry);
        all.put(id, entry);
      }
      var query = vector(random);
      int most = 1 + random.nextInt(8);
      var filter = random.nextBoolean() ? Map.<String, String>of() : Map.of("parity", "1");

      assertThat(searched.size()).isEqualTo(all.size());
      assertThat(
              searched.images(matrix(query), most, IndexedImage.withAttributes(filter)).stream()
                  .map(hit -> hit.image().imageId() + " " + hit.score())
                  .toList())
          .isEqualTo(naiveImages(all, query, most, filter));
      assertThat(
              searched.captions(matrix(query), most, IndexedImage.withAttributes(filter)).stream()
                  .map(hit -> hit.caption() + " " + hit.score())
                  .toList())
          .isEqualTo(naiveCaptions(all, query, most, filter));
    }
  }

  @Test
  void keepsItsContentsWhenItGivesMemoryBack() {
    int rounds = 3 * PackedRows.CHUNK;
    for (int i = 0; i < rounds; i++) {
      index.put(entry("image" + i % 7, Map.of(), List.of((float) i, 1f), List.of(1f, (float) i)));
    }
    assertThat(index.size()).isEqualTo(7);
    assertThat(index.images(FloatMatrix.row(1, 0), 10))
        .extracting(ImageHit::score)
        .containsExactlyElementsOf(
            IntStream.range(0, 7).mapToObj(i -> (float) (rounds - 1 - i)).toList());
    assertThat(index.captions(FloatMatrix.row(0, 1), 10)).hasSize(7);
  }

  @Test
  void searchSeesEveryImageOnceWhileItIsReplaced() {
    index.put(entry("still", Map.of(), List.of(1f, 0f)));
    index.put(entry("moving", Map.of(), List.of(1f, 0f)));
    var running = new AtomicBoolean(true);
    var writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                index.put(entry("moving", Map.of(), List.of((float) (i % 2), 1f)));
              }
              running.set(false);
            });
    var searches = 0;
    while (running.get() || searches == 0) {
      assertThat(index.images(FloatMatrix.row(1, 1), 10))
          .extracting(hit -> hit.image().imageId())
          .containsExactlyInAnyOrder("still", "moving");
      searches++;
    }
    writer.join();
  }

  private static List<String> naiveImages(
      Map<String, IndexEntry> all, List<Float> query, int most, Map<String, String> filter) {
    record Hit(String id, float score) {}
    return all.values().stream()
        .filter(entry -> entry.getAttributes().entrySet().containsAll(filter.entrySet()))
        .map(entry -> new Hit(entry.getImageId(), dot(entry.getImageEmbedding(), query)))
        .sorted(Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id))
        .limit(most)
        .map(hit -> hit.id + " " + hit.score)
        .toList();
  }

  private static List<String> naiveCaptions(
      Map<String, IndexEntry> all, List<Float> query, int most, Map<String, String> filter) {
    record Hit(String id, int number, String caption, float score) {}
    var hits = new ArrayList<Hit>();
    for (var entry : all.values()) {
      for (int i = 0; i < entry.getCaptions().size(); i++) {
        var caption = entry.getCaptions().get(i);
        if (entry.getAttributes().entrySet().containsAll(filter.entrySet())) {
          hits.add(
              new Hit(
                  entry.getImageId(),
                  i,
                  caption.getCaption(),
                  dot(caption.getTextEmbedding(), query)));
        }
      }
    }
    hits.sort(
        Comparator.comparing(Hit::score)
            .reversed()
            .thenComparing(Hit::id)
            .thenComparing(Hit::number));
    return hits.stream().limit(most).map(hit -> hit.caption + " " + hit.score).toList();
  }

  private static float dot(List<Float> a, List<Float> b) {
    float sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.get(i) * b.get(i);
    }
    return sum;
  }

  private static List<Float> vector(Random random) {
    return random.ints(5, -2, 3).mapToObj(i -> (float) i).toList();
  }

  private static FloatMatrix matrix(List<Float> row) {
    var values = new float[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return FloatMatrix.row(values);
  }

  @SafeVarargs
  private static IndexEntry entry(
      String id, Map<String, String> attributes, List<Float> image, List<Float>... captions) {
    var indexed = new ArrayList<IndexedCaption>();
    for (var caption : captions) {
      indexed.add(new IndexedCaption(id + " " + indexed.size(), caption, List.of()));
    }
    return IndexEntry.newBuilder()
        .setImageId(id)
        .setEventId("event of " + id)
        .setImageEmbedding(image)
        .setCaptions(indexed)
        .setSource(new Source("events", 0, 0L))
        .setModelVersion("test")
        .setAttributes(attributes)
        .build();
  }
}
