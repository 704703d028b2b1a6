package io.alignstream.heads.stage;

import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import java.util.List;

/** Answers events' tasks and makes their index entries, a batch at a time. Thread-safe. */
public interface Heads {
  /** One outcome an event, in order. */
  List<Outcome<EventOutputs>> answer(List<EncodedEvent> events);
}
