package io.alignstream.encode.stage;

import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.TaskKind;
import java.util.List;

/**
 * Turns images and texts into vectors and states, a batch at a time. Thread-safe until it is
 * closed.
 */
public interface Encoder extends AutoCloseable {
  /** Which weights it runs. */
  String modelVersion();

  /**
   * Whether the phrases of a task's text change what comes out; where they do not, nobody has to
   * find them. Those of captions always count.
   */
  default boolean readsPhrases(TaskKind task) {
    return true;
  }

  /** One outcome an event, in order. */
  List<Outcome<EncodedEvent>> encode(List<ParsedEvent> events);

  /** Gives back what it holds outside the heap, if anything. */
  @Override
  default void close() {}
}
