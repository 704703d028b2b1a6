package io.alignstream.schemas.line;

import java.util.List;

/**
 * What {@code parse} gives: texts with their phrases.
 *
 * @param captions one a caption of the event, in order
 * @param taskTexts one a task of the event, in order; without phrases where no model reads them
 */
public record ParsedEvent(
    Event event, Regions regions, List<ParsedText> captions, List<ParsedText> taskTexts) {
  /** Copies the lists, which must match the event's. */
  public ParsedEvent {
    captions = List.copyOf(captions);
    taskTexts = List.copyOf(taskTexts);
    if (captions.size() != event.captions().size() || taskTexts.size() != event.tasks().size()) {
      throw new IllegalArgumentException("one parsed text a caption and a task, in order");
    }
  }
}
