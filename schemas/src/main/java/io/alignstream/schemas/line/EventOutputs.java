package io.alignstream.schemas.line;

import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.IndexEntry;
import java.util.List;

/**
 * What {@code heads} gives: the records that leave the line. The Avro classes are not changed any
 * more once they are in here.
 *
 * @param event the event that they answer
 * @param indexEntry keyed by the image id
 * @param answers one a task, keyed by event id and task id
 */
public record EventOutputs(Event event, IndexEntry indexEntry, List<Answer> answers) {
  /** Copies the answers. */
  public EventOutputs {
    answers = List.copyOf(answers);
  }
}
