package io.alignstream.heads.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Images and their captions.
 *
 * @param images how many: I
 * @param captionImages the image of each caption, by number: [T]
 */
public record Gallery(int images, List<Integer> captionImages) {
  /** Copies the list; there are such images. */
  public Gallery {
    captionImages = List.copyOf(captionImages);
    for (int image : captionImages) {
      if (image < 0 || image >= images) {
        throw new IllegalArgumentException(
            "a caption of image %d, but there are %d images".formatted(image, images));
      }
    }
  }

  /** Captions numbered image by image, equally many each, as the reference has them. */
  public static Gallery uniform(int images, int captionsPerImage) {
    var captionImages = new ArrayList<Integer>(images * captionsPerImage);
    for (int caption = 0; caption < images * captionsPerImage; caption++) {
      captionImages.add(caption / captionsPerImage);
    }
    return new Gallery(images, captionImages);
  }

  /** How many captions: T. */
  public int captions() {
    return captionImages.size();
  }

  /** Whether a caption describes an image. */
  public boolean matches(int image, int caption) {
    return captionImages.get(caption) == image;
  }
}
