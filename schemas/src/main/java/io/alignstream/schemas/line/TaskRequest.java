package io.alignstream.schemas.line;

import java.util.List;

/**
 * One question about an event's image.
 *
 * @param id names the answer within its event
 * @param kind what is asked
 * @param text the masked caption, question, hypothesis, referring expression or caption
 * @param choices what to choose from, for {@link TaskKind#MULTIPLE_CHOICE}
 */
public record TaskRequest(String id, TaskKind kind, Text text, List<String> choices) {
  /** Copies the choices. */
  public TaskRequest {
    choices = List.copyOf(choices);
  }
}
