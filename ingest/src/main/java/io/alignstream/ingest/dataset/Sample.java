package io.alignstream.ingest.dataset;

import io.alignstream.schemas.line.Text;
import java.util.List;
import java.util.Map;

/**
 * An image of a data set with all of its captions.
 *
 * @param imageId names the image
 * @param image the image's file as the data set names it: a path or a file's name
 * @param captions its captions, in the data set's order
 * @param attributes what else the data set says of it
 * @param place file and row of its first mention, for messages
 */
public record Sample(
    String imageId,
    String image,
    List<Text> captions,
    Map<String, String> attributes,
    String place) {
  /** Copies the collections. */
  public Sample {
    captions = List.copyOf(captions);
    attributes = Map.copyOf(attributes);
  }
}
