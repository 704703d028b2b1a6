package io.alignstream.heads.metrics;

import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Places of the first match, counted from 0, in both directions. Source: {@code compute_ranks},
 * {@code compute_ranks_coarse} and {@code compute_ranks_t2i} of the reference's {@code
 * run_retrieval.py}.
 *
 * @param imageToText of each image among captions: [I]
 * @param textToImage of each caption among images: [T]
 */
public record RetrievalRanks(List<Integer> imageToText, List<Integer> textToImage) {
  /** Copies the lists. */
  public RetrievalRanks {
    imageToText = List.copyOf(imageToText);
    textToImage = List.copyOf(textToImage);
  }

  /**
   * Among all captions and all images.
   *
   * @param scores of every image with every caption, a coarse similarity or a matching probability:
   *     [I, T]
   */
  public static RetrievalRanks full(Gallery gallery, FloatMatrix scores) {
    requireShape(scores, gallery.images(), gallery.captions());
    var imageToText = new ArrayList<Integer>();
    for (int image = 0; image < gallery.images(); image++) {
      int i = image;
      imageToText.add(
          Scores.rank(gallery.captions(), t -> scores.get(i, t), t -> gallery.matches(i, t)));
    }
    var textToImage = new ArrayList<Integer>();
    for (int caption = 0; caption < gallery.captions(); caption++) {
      int t = caption;
      textToImage.add(
          Scores.rank(gallery.images(), i -> scores.get(i, t), i -> gallery.matches(i, t)));
    }
    return new RetrievalRanks(imageToText, textToImage);
  }

  /**
   * Among re-ranked candidates. A query whose candidates hold no match gets their number as its
   * rank, and so counts as found at any k above it: the reference's rule.
   *
   * @param captionScores matching probabilities of each image's candidates, in their order: [I, K]
   * @param imageScores the same of each caption's candidates: [T, K']
   */
  public static RetrievalRanks reranked(
      Gallery gallery, Candidates candidates, FloatMatrix captionScores, FloatMatrix imageScores) {
    var imageToText = new ArrayList<Integer>();
    for (int image = 0; image < gallery.images(); image++) {
      int i = image;
      var captions = candidates.captions().get(i);
      requireShape(captionScores, gallery.images(), captions.size());
      imageToText.add(
          Scores.rank(
              captions.size(),
              k -> captionScores.get(i, k),
              k -> gallery.matches(i, captions.get(k))));
    }
    var textToImage = new ArrayList<Integer>();
    for (int caption = 0; caption < gallery.captions(); caption++) {
      int t = caption;
      var images = candidates.images().get(t);
      requireShape(imageScores, gallery.captions(), images.size());
      textToImage.add(
          Scores.rank(
              images.size(), k -> imageScores.get(t, k), k -> gallery.matches(images.get(k), t)));
    }
    return new RetrievalRanks(imageToText, textToImage);
  }

  /** Recall of captions by image ("text retrieval"). */
  public Recall imageToTextRecall() {
    return Recall.of(imageToText);
  }

  /** Recall of images by caption ("image retrieval"). */
  public Recall textToImageRecall() {
    return Recall.of(textToImage);
  }

  private static void requireShape(FloatMatrix scores, int rows, int columns) {
    if (scores.rows() != rows || scores.columns() != columns) {
      throw new IllegalArgumentException(
          "scores are %s, [%d, %d] is needed".formatted(scores, rows, columns));
    }
  }
}
