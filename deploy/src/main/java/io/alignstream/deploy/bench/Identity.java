package io.alignstream.deploy.bench;

import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.ingest.kafka.Outputs;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.Source;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.wire.AvroWire;
import java.time.Clock;
import java.util.List;

/** What is left of the line's second half without models: an index entry that names the event. */
final class Identity {
  private Identity() {}

  static Outcome<EventOutputs> outputs(Outcome<FetchedEvent> fetched) {
    return fetched.map(Identity::outputs);
  }

  private static EventOutputs outputs(FetchedEvent fetched) {
    var event = fetched.event();
    var origin = event.origin();
    var entry = new IndexEntry();
    entry.setImageId(event.imageId());
    entry.setEventId(event.eventId());
    entry.setImageEmbedding(List.of());
    entry.setCaptions(List.of());
    entry.setTags(List.of());
    entry.setRegions(List.of());
    entry.setSource(new Source(origin.topic(), origin.partition(), origin.offset()));
    entry.setModelVersion("none");
    entry.setAttributes(event.attributes());
    return new EventOutputs(event, entry, List.of());
  }

  /** Encodes for these topics, without a registry. */
  static Outputs encoding(Topics topics, EventLimits limits) {
    return new Outputs(topics, limits, AvroWire.withoutRegistry(), Clock.systemUTC());
  }
}
