package io.alignstream.ingest.check;

import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.ImageSource;

/**
 * A valid event whose image was not looked at yet.
 *
 * @param event the event
 * @param image where its image is
 * @param recordBytes size of the Kafka record, counted against the event's limit
 */
public record CheckedEvent(Event event, ImageSource image, long recordBytes) {
  /** Whether its image must be fetched. */
  public boolean isElsewhere() {
    return image.fold(inline -> false, uri -> true, features -> false);
  }
}
