package io.alignstream.encode.stage;

import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import java.util.List;

/**
 * Turns images and texts into vectors and states, a batch at a time. Thread-safe until it is
 * closed.
 */
public interface Encoder extends AutoCloseable {
  /** Which weights it runs. */
  String modelVersion();

  /** One outcome an event, in order. */
  List<Outcome<EncodedEvent>> encode(List<ParsedEvent> events);

  /** Gives back what it holds outside the heap, if anything. */
  @Override
  default void close() {}
}
