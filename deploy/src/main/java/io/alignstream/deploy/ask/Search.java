package io.alignstream.deploy.ask;

import static java.util.Objects.requireNonNull;

import io.alignstream.deploy.ask.FileLine.Asked;
import io.alignstream.heads.index.RetrievalIndex;
import io.alignstream.schemas.avro.IndexedCaption;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.TaskKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the images of some files that texts describe. Every image is embedded once; a text ranks
 * them all by its own vector, and the best of these are ranked again by image-text matching, which
 * sees both together. Only vectors are kept meanwhile: a detection is looked up again where it is
 * needed, so the line should have a cache of them.
 */
public final class Search {
  private static final int BATCH = 8;

  /** Of equal ones the coarse rank decides. */
  private static final Comparator<Hit> BY_MATCH =
      Comparator.comparing((Hit hit) -> hit.match().orElse(0f)).reversed();

  private final FileLine line;
  private final RetrievalIndex index = new RetrievalIndex();
  private final Map<String, Path> files = new LinkedHashMap<>(); // by image id

  /** A search without images. */
  public Search(FileLine line) {
    this.line = line;
  }

  /**
   * An image that a text found.
   *
   * @param similarity cosine of the two vectors
   * @param match probability that they match; empty where it was not asked for
   */
  public record Hit(Path file, float similarity, Optional<Float> match) {
    /** {@code match 0.981 cosine 0.532}. */
    public String scores() {
      var cosine = String.format(Locale.ROOT, "cosine %.3f", similarity);
      return match
          .map(probability -> String.format(Locale.ROOT, "match %.3f  %s", probability, cosine))
          .orElse(cosine);
    }

    private Hit matching(float probability) {
      return new Hit(file, similarity, Optional.of(probability));
    }
  }

  /**
   * Embeds an image.
   *
   * @throws PictureException if it cannot be; the search goes on without it
   */
  public void add(Path file) {
    var asked = new Asked(line.see(file), List.of(), List.of());
    var entry = line.outputs(List.of(asked)).get(0).indexEntry();
    index.put(entry);
    files.put(entry.getImageId(), file);
  }

  /** How many images there are. */
  public int size() {
    return index.size();
  }

  /**
   * The best images of each text, best first.
   *
   * @param most hits a text
   * @param again how many are ranked again, at least as many as {@code most}; 0 for none
   */
  public List<List<Hit>> find(List<String> texts, int most, int again) {
    if (files.isEmpty()) {
      return texts.stream().map(text -> List.<Hit>of()).toList();
    }
    int candidates = again == 0 ? most : Math.max(most, again);
    var ranked = vectors(texts).stream().map(vector -> coarse(vector, candidates)).toList();
    var matched = again == 0 ? ranked : matched(texts, ranked);
    return matched.stream().map(hits -> hits.subList(0, Math.min(most, hits.size()))).toList();
  }

  /** Texts are embedded as an event's captions are; which image they come with changes nothing. */
  private List<FloatMatrix> vectors(List<String> texts) {
    var any = line.see(files.values().iterator().next());
    return line
        .outputs(List.of(new Asked(any, texts, List.of())))
        .get(0)
        .indexEntry()
        .getCaptions()
        .stream()
        .map(Search::vector)
        .toList();
  }

  private static FloatMatrix vector(IndexedCaption caption) {
    var numbers = caption.getTextEmbedding();
    var vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers.get(i);
    }
    return FloatMatrix.wrap(1, vector.length, vector);
  }

  private List<Hit> coarse(FloatMatrix vector, int candidates) {
    return index.images(vector, candidates).stream()
        .map(hit -> new Hit(file(hit.image().imageId()), hit.score(), Optional.empty()))
        .toList();
  }

  private Path file(String imageId) {
    return requireNonNull(files.get(imageId));
  }

  /** A text and an image that it found. */
  private record Pair(Path file, String text) {}

  /** An image that several texts found is one event with a task a text. */
  private List<List<Hit>> matched(List<String> texts, List<List<Hit>> ranked) {
    Map<Path, List<String>> asked = new LinkedHashMap<>(); // texts by image
    for (int t = 0; t < texts.size(); t++) {
      for (var hit : ranked.get(t)) {
        asked.computeIfAbsent(hit.file(), file -> new ArrayList<>()).add(texts.get(t));
      }
    }
    Map<Pair, Float> matches = new HashMap<>();
    var images = List.copyOf(asked.entrySet());
    for (int from = 0; from < images.size(); from += BATCH) {
      match(images.subList(from, Math.min(from + BATCH, images.size())), matches);
    }
    var again = new ArrayList<List<Hit>>();
    for (int t = 0; t < texts.size(); t++) {
      var text = texts.get(t);
      again.add(
          ranked.get(t).stream()
              .map(hit -> hit.matching(match(matches, hit.file(), text)))
              .sorted(BY_MATCH)
              .toList());
    }
    return again;
  }

  private static float match(Map<Pair, Float> matches, Path file, String text) {
    return requireNonNull(matches.get(new Pair(file, text)));
  }

  private void match(List<Map.Entry<Path, List<String>>> images, Map<Pair, Float> matches) {
    var batch = new ArrayList<Asked>();
    for (var image : images) {
      var questions =
          image.getValue().stream()
              .map(text -> new Question(TaskKind.IMAGE_TEXT_MATCH, text))
              .toList();
      batch.add(new Asked(line.see(image.getKey()), List.of(), questions));
    }
    var outputs = line.outputs(batch);
    for (int i = 0; i < batch.size(); i++) {
      for (var answer : outputs.get(i).answers()) {
        var pair = new Pair(batch.get(i).picture().file(), answer.getText());
        matches.put(pair, answer.getImageTextMatch().getMatch());
      }
    }
  }
}
