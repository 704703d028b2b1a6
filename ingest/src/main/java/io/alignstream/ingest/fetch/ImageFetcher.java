package io.alignstream.ingest.fetch;

import io.alignstream.ingest.check.CheckedEvent;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.schemas.line.Outcome;

/** Gets the encoded image of a checked event. Blocks; safe for several threads. */
public final class ImageFetcher implements AutoCloseable {
  private final UriFetcher uris;
  private final EventLimits limits;

  /** Fetches from where the settings allow, and never more than an event may have. */
  public ImageFetcher(FetchSettings settings, EventLimits limits) {
    this.uris = new UriFetcher(settings);
    this.limits = limits;
  }

  /**
   * The event with its encoded image, or a rejection: {@code FORBIDDEN_URI}, {@code FETCH_FAILED},
   * {@code TOO_LARGE}. A fetched image counts against {@code alignstream.max-event-bytes} as if it
   * had come with the event.
   */
  public Outcome<FetchedEvent> fetch(CheckedEvent checked) {
    long room = limits.maxEventBytes() - checked.recordBytes();
    Outcome<Original> original =
        checked
            .image()
            .fold(
                inline -> Outcome.accepted(new Original.Encoded(inline.bytes())),
                uri -> uris.fetch(uri.uri(), room).map(Original.Encoded::new),
                features -> Outcome.accepted(new Original.FeaturesKey(features.key())));
    return original.map(image -> new FetchedEvent(checked.event(), image));
  }

  @Override
  public void close() {
    uris.close();
  }
}
