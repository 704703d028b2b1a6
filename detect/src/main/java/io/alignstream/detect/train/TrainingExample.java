package io.alignstream.detect.train;

import io.alignstream.detect.pixels.Size;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.FloatMatrix;

/**
 * An image and what is in it.
 *
 * @param truth boxes in pixels of the image
 */
public record TrainingExample(DecodedImage image, GroundTruth truth) {

  /** Mirrored, boxes by the reference's rule: {@code x' = width - x - 1}. */
  public TrainingExample mirrored() {
    int width = image.width();
    var from = image.rgb();
    var rgb = new byte[from.remaining()];
    for (int i = 0; i < rgb.length / 3; i++) {
      int other = i / width * width + width - 1 - i % width;
      from.get(3 * i, rgb, 3 * other, 3);
    }
    var boxes = new float[4 * truth.boxes().rows()];
    for (int i = 0; i < truth.boxes().rows(); i++) {
      boxes[4 * i] = width - truth.boxes().get(i, 2) - 1;
      boxes[4 * i + 1] = truth.boxes().get(i, 1);
      boxes[4 * i + 2] = width - truth.boxes().get(i, 0) - 1;
      boxes[4 * i + 3] = truth.boxes().get(i, 3);
    }
    return new TrainingExample(
        DecodedImage.wrap(width, image.height(), rgb),
        new GroundTruth(
            FloatMatrix.wrap(truth.boxes().rows(), 4, boxes), truth.labels(), truth.attributes()));
  }

  /** The truth in pixels of the network's input. */
  GroundTruth resized(Size size) {
    var boxes = new float[4 * truth.boxes().rows()];
    for (int i = 0; i < boxes.length; i++) {
      float scale =
          i % 2 == 0
              ? (float) size.width() / image.width()
              : (float) size.height() / image.height();
      boxes[i] = truth.boxes().get(i / 4, i % 4) * scale;
    }
    return new GroundTruth(
        FloatMatrix.wrap(truth.boxes().rows(), 4, boxes), truth.labels(), truth.attributes());
  }
}
