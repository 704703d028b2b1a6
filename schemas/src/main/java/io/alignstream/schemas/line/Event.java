package io.alignstream.schemas.line;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A valid image-caption event, without its pixels.
 *
 * @param eventId names the event; answers are keyed by it
 * @param imageId names the image; index entries are keyed by it
 * @param imageUri where the image came from, if it came from somewhere
 * @param captions texts that describe the image
 * @param tasks what to find out about it
 * @param eventTime when it happened, if the producer said so
 * @param attributes free attributes; the index can filter by them
 * @param origin the Kafka record
 */
public record Event(
    String eventId,
    String imageId,
    Optional<String> imageUri,
    List<Text> captions,
    List<TaskRequest> tasks,
    Optional<Instant> eventTime,
    Map<String, String> attributes,
    Origin origin) {
  /** Copies the collections. */
  public Event {
    captions = List.copyOf(captions);
    tasks = List.copyOf(tasks);
    attributes = Map.copyOf(attributes);
  }
}
