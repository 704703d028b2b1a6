package io.alignstream.heads.metrics;

import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the coarse similarity leaves for re-ranking, best first.
 *
 * @param captions candidate captions of each image, by number: [I, K]
 * @param images candidate images of each caption, by number: [T, K']
 */
public record Candidates(List<List<Integer>> captions, List<List<Integer>> images) {
  /** Copies the lists. */
  public Candidates {
    captions = captions.stream().map(List::copyOf).toList();
    images = images.stream().map(List::copyOf).toList();
  }

  /**
   * The best by similarity.
   *
   * @param similarity of every image with every caption: [I, T]
   * @param captionsPerImage the reference's {@code num_captions_per_img_val}; fewer if there are no
   *     more
   * @param imagesPerCaption the reference's {@code num_images_per_cap_val}; likewise
   */
  public static Candidates best(
      FloatMatrix similarity, int captionsPerImage, int imagesPerCaption) {
    if (captionsPerImage < 1 || imagesPerCaption < 1) {
      throw new IllegalArgumentException(
          "num_captions_per_img_val %d and num_images_per_cap_val %d must be positive"
              .formatted(captionsPerImage, imagesPerCaption));
    }
    var captions = new ArrayList<List<Integer>>();
    for (int image = 0; image < similarity.rows(); image++) {
      int i = image;
      captions.add(
          list(Scores.best(captionsPerImage, similarity.columns(), t -> similarity.get(i, t))));
    }
    var images = new ArrayList<List<Integer>>();
    for (int caption = 0; caption < similarity.columns(); caption++) {
      int t = caption;
      images.add(list(Scores.best(imagesPerCaption, similarity.rows(), i -> similarity.get(i, t))));
    }
    return new Candidates(captions, images);
  }

  private static List<Integer> list(int[] places) {
    return Arrays.stream(places).boxed().toList();
  }
}
