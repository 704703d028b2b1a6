package io.alignstream.deploy.cluster.wire;

import io.alignstream.ingest.fetch.FetchedEvent;
import java.util.List;

/** Events to be answered, in order. */
public record Events(List<FetchedEvent> events) {
  /** Copies the list. */
  public Events {
    events = List.copyOf(events);
  }
}
