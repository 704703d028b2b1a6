package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.ExactMatch;
import io.alignstream.heads.metrics.Candidates;
import io.alignstream.heads.metrics.Gallery;
import io.alignstream.heads.metrics.RetrievalRanks;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Captions looked for among images and images among captions: coarsely by the vectors of the index,
 * then the best again by matching.
 *
 * @param similarity of every image with every caption: [I, T]
 * @param candidates what is asked again: of each image its best captions, of each caption its best
 *     images
 */
public record Retrieval(Exam exam, FloatMatrix similarity, Candidates candidates) {
  /** How many are looked at again in each direction. */
  public static final int AGAIN = 32;

  /** By the vectors in the index; an image without entry is like nothing. */
  public static Retrieval coarse(Exam exam, Outputs outputs) {
    int count = exam.papers().size();
    var images = new ArrayList<float[]>();
    var captions = new ArrayList<float[]>();
    for (var paper : exam.papers()) {
      var entry = outputs.entry(paper);
      images.add(vector(entry.map(IndexEntry::getImageEmbedding)));
      captions.add(
          vector(
              entry
                  .flatMap(it -> it.getCaptions().stream().findFirst())
                  .map(caption -> caption.getTextEmbedding())));
    }
    var similarity = new float[count * count];
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < count; t++) {
        similarity[i * count + t] = dot(images.get(i), captions.get(t));
      }
    }
    return of(exam, FloatMatrix.wrap(count, count, similarity));
  }

  /** The exact program's: how well each caption fits what was detected. */
  static Retrieval exact(Exam exam, List<ExactMatch> seen) {
    int count = exam.papers().size();
    var fits = new float[count * count];
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < count; t++) {
        fits[i * count + t] = (float) seen.get(i).of(exam.papers().get(t).caption().text());
      }
    }
    return of(exam, FloatMatrix.wrap(count, count, fits));
  }

  private static Retrieval of(Exam exam, FloatMatrix similarity) {
    return new Retrieval(exam, similarity, Candidates.best(similarity, AGAIN, AGAIN));
  }

  /** The captions that an image is asked about again, in any direction. */
  public List<Integer> again(int image) {
    var captions = new TreeSet<>(candidates.captions().get(image));
    for (int t = 0; t < candidates.images().size(); t++) {
      if (candidates.images().get(t).contains(image)) {
        captions.add(t);
      }
    }
    return List.copyOf(captions);
  }

  /** Ranks by similarity. */
  RetrievalRanks coarseRanks() {
    return RetrievalRanks.full(gallery(), similarity);
  }

  /** Ranks by the matching probabilities on the answers topic; equal ones by similarity. */
  RetrievalRanks rerankedRanks(Outputs outputs) {
    var all = IntStream.range(0, exam.papers().size()).boxed().toList();
    return new RetrievalRanks(
        all.stream().map(image -> rank(captions(image, outputs))).toList(),
        all.stream().map(caption -> rank(images(caption, outputs))).toList());
  }

  private static int rank(List<Hit> hits) {
    return (int) hits.stream().takeWhile(hit -> !hit.right()).count();
  }

  /** A caption's candidates among the images, best first. */
  public List<Hit> images(int caption, Outputs outputs) {
    return candidates.images().get(caption).stream()
        .map(image -> new Hit(image, match(outputs, image, caption), image == caption))
        .sorted(Comparator.comparing(Hit::match).reversed())
        .toList();
  }

  private List<Hit> captions(int image, Outputs outputs) {
    return candidates.captions().get(image).stream()
        .map(caption -> new Hit(caption, match(outputs, image, caption), image == caption))
        .sorted(Comparator.comparing(Hit::match).reversed())
        .toList();
  }

  /**
   * An image or a caption that was found.
   *
   * @param paper whose image or caption it is
   * @param match probability that the image shows what the caption says
   * @param right whether it belongs to what was asked
   */
  public record Hit(int paper, float match, boolean right) {}

  /** 0 where the record is missing. */
  private float match(Outputs outputs, int image, int caption) {
    return outputs
        .answer(exam.papers().get(image), ExamEvents.match(exam.papers().get(caption)))
        .flatMap(answer -> Optional.ofNullable(answer.getImageTextMatch()))
        .map(result -> result.getMatch())
        .orElse(0f);
  }

  private Gallery gallery() {
    return Gallery.uniform(exam.papers().size(), 1);
  }

  private static float[] vector(Optional<List<Float>> values) {
    var of = values.orElse(List.of());
    var vector = new float[of.size()];
    IntStream.range(0, vector.length).forEach(i -> vector[i] = of.get(i));
    return vector;
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
