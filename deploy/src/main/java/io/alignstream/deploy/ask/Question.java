package io.alignstream.deploy.ask;

import io.alignstream.schemas.line.TaskKind;
import io.alignstream.schemas.line.TaskRequest;
import io.alignstream.schemas.line.Text;
import java.util.List;

/**
 * What is asked about an image.
 *
 * @param text the question, masked caption, hypothesis, referring expression or caption
 */
public record Question(TaskKind task, String text) {
  /** As an event carries it: the number names the answer. */
  TaskRequest request(int number) {
    return new TaskRequest(String.valueOf(number), task, Text.of(text), List.of());
  }
}
