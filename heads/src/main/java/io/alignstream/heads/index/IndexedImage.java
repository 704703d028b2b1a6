package io.alignstream.heads.index;

import io.alignstream.schemas.avro.BoundingBox;
import io.alignstream.schemas.avro.DetectedRegion;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.IndexedCaption;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Region;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the index tells of an image: its entry without vectors.
 *
 * @param imageId names the image
 * @param eventId the event that it came with
 * @param imageUri where it came from, if it came from somewhere
 * @param width pixels of the image as seen; 0 if not known
 * @param height likewise
 * @param captions its captions, in the event's order
 * @param tags the detector's labels
 * @param regions what the detector saw, boxes in pixels of the image as seen
 * @param origin the Kafka record of the event
 * @param modelVersion which weights made the vectors
 * @param eventTime when it happened, if the producer said so
 * @param attributes free attributes
 */
public record IndexedImage(
    String imageId,
    String eventId,
    Optional<String> imageUri,
    int width,
    int height,
    List<String> captions,
    List<String> tags,
    List<Region> regions,
    Origin origin,
    String modelVersion,
    Optional<Instant> eventTime,
    Map<String, String> attributes) {
  /** Copies the collections. */
  public IndexedImage {
    captions = List.copyOf(captions);
    tags = List.copyOf(tags);
    regions = List.copyOf(regions);
    attributes = Map.copyOf(attributes);
  }

  /** Takes images that have all these attributes with these values; an empty map takes all. */
  public static Predicate<IndexedImage> withAttributes(Map<String, String> wanted) {
    return image -> image.attributes.entrySet().containsAll(wanted.entrySet());
  }

  static IndexedImage of(IndexEntry entry) {
    var source = entry.getSource();
    return new IndexedImage(
        entry.getImageId(),
        entry.getEventId(),
        Optional.ofNullable(entry.getImageUri()),
        entry.getImageWidth(),
        entry.getImageHeight(),
        entry.getCaptions().stream().map(IndexedCaption::getCaption).toList(),
        entry.getTags(),
        entry.getRegions().stream().map(IndexedImage::region).toList(),
        new Origin(source.getTopic(), source.getPartition(), source.getOffset()),
        entry.getModelVersion(),
        Optional.ofNullable(entry.getEventTime()),
        entry.getAttributes());
  }

  private static Region region(DetectedRegion region) {
    return new Region(
        box(region.getBox()),
        region.getLabel(),
        region.getScore(),
        region.getAttributes().stream()
            .map(attribute -> new Region.Attribute(attribute.getText(), attribute.getScore()))
            .toList());
  }

  private static Box box(BoundingBox box) {
    return new Box(box.getX1(), box.getY1(), box.getX2(), box.getY2());
  }
}
